using System.Diagnostics;
using System.Globalization;
using Adjoint.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Adjoint.Cli.Output;

/// <summary>
/// Shows training as it goes: on a terminal a live bar with epoch, loss, validation loss, rate and time left; elsewhere a
/// line an epoch, but not more than one a second.
/// </summary>
internal static class TrainingDisplay
{
    /// <summary>What a usual line of facts takes; the bar gets the rest of the terminal.</summary>
    private const int FactsWidth = 86, NarrowFactsWidth = 66;

    /// <summary>The least and the greatest width of the bar.</summary>
    private const int ShortestBar = 8, LongestBar = 40;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(5);

    /// <summary>Runs training and shows its progress.</summary>
    /// <param name="train">Starts training, given whom to tell.</param>
    public static TrainingHistory Run(Func<IProgress<TrainingProgress>, Task<TrainingHistory>> train) =>
        Terminal.IsLive ? RunLive(train) : train(new Lines()).GetAwaiter().GetResult();

    private static TrainingHistory RunLive(Func<IProgress<TrainingProgress>, Task<TrainingHistory>> train)
    {
        int width = Terminal.Error.Profile.Width;
        bool isNarrow = width < FactsWidth + ShortestBar;
        Bar bar = new(isNarrow);
        return Terminal.Error.Progress()
            .Columns(new ProgressBarColumn { Width = Math.Clamp(width - (isNarrow ? NarrowFactsWidth : FactsWidth), ShortestBar, LongestBar) }, new FactsColumn(bar))
            .StartAsync(context =>
            {
                bar.Task = context.AddTask("training", maxValue: 1);
                return train(bar);
            })
            .GetAwaiter().GetResult();
    }

    private static string Losses(in TrainingProgress progress)
    {
        string loss = string.Create(CultureInfo.InvariantCulture, $"loss {progress.Loss:G4}");
        return progress.ValidationLoss is double validation ? string.Create(CultureInfo.InvariantCulture, $"{loss}, validation {validation:G4}") : loss;
    }

    private static string Line(in TrainingProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch}/{progress.Epochs}: {Losses(progress)}, {progress.SamplesPerSecond:F0} samples/s, {Tables.Duration(progress.Remaining)} left");

    private sealed class Lines : IProgress<TrainingProgress>
    {
        private long _written = Stopwatch.GetTimestamp();

        public void Report(TrainingProgress value)
        {
            bool endsEpoch = value.Step == value.Steps, ends = endsEpoch && value.Epoch == value.Epochs;
            if (ends || Stopwatch.GetElapsedTime(_written) >= (endsEpoch ? Shortest : Longest))
            {
                _written = Stopwatch.GetTimestamp();
                Terminal.Note(Line(value));
            }
        }
    }

    private sealed class Bar(bool isNarrow) : IProgress<TrainingProgress>
    {
        private readonly Lock _lock = new();
        private TrainingProgress? _latest;

        public ProgressTask? Task { get; set; }

        public string Text
        {
            get
            {
                lock (_lock)
                {
                    string line = _latest is TrainingProgress latest ? Line(latest) : "starting";
                    return isNarrow
                        ? line.Replace("epoch ", "", StringComparison.Ordinal).Replace(" samples/s", "/s", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal)
                        : line;
                }
            }
        }

        public void Report(TrainingProgress value)
        {
            lock (_lock)
            {
                _latest = value;
            }

            if (Task is ProgressTask task)
            {
                task.Value = (value.Epoch - 1 + ((double)value.Step / value.Steps)) / value.Epochs;
            }
        }
    }

    private sealed class FactsColumn(Bar bar) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(bar.Text);
    }
}
