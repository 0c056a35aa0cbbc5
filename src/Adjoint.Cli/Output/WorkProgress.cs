using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Adjoint.Cli.Output;

/// <summary>Shows how far a piece of work is, if it takes long enough to ask: a bar on a terminal, a line every few seconds elsewhere.</summary>
internal static class WorkProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500), Interval = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work and returns what it gives.</summary>
    /// <param name="what">What is being done.</param>
    /// <param name="work">The work; it reports the finished part, from 0 to 1, from any thread.</param>
    public static T Run<T>(string what, Func<IProgress<double>, T> work)
    {
        State state = new();
        Task<T> running = Task.Run(() => work(state));
        if (!Wait(running, Patience))
        {
            if (Terminal.IsLive)
            {
                ShowBar(what, state, running);
            }
            else
            {
                ShowLines(what, state, running);
            }
        }

        return running.GetAwaiter().GetResult();
    }

    private static void ShowBar(string what, State state, Task running) => Terminal.Error.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: 1);
            while (!Wait(running, TimeSpan.FromMilliseconds(100)))
            {
                task.Value = state.Finished;
            }
        });

    private static void ShowLines(string what, State state, Task running)
    {
        long started = Stopwatch.GetTimestamp();
        Terminal.Note($"{what} …");
        while (!Wait(running, Interval))
        {
            Terminal.Note(string.Create(
                CultureInfo.InvariantCulture, $"{what}: {100 * state.Finished:F0} % after {Tables.Duration(Stopwatch.GetElapsedTime(started))}"));
        }
    }

    private static bool Wait(Task task, TimeSpan time)
    {
        try
        {
            return task.Wait(time);
        }
        catch (AggregateException)
        {
            // Run rethrows what the work threw.
            return true;
        }
    }

    private sealed class State : IProgress<double>
    {
        private double _finished;

        public double Finished => Volatile.Read(ref _finished);

        public void Report(double value) => Volatile.Write(ref _finished, Math.Max(value, Finished));
    }
}
