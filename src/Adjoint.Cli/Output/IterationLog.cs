using System.Diagnostics;
using System.Globalization;
using Adjoint.Optimizers;

namespace Adjoint.Cli.Output;

/// <summary>Keeps the loss of each iteration of a minimisation, and prints a line at most once a second.</summary>
/// <param name="most">The most iterations.</param>
internal sealed class IterationLog(int most) : IProgress<MinimizationProgress>
{
    private readonly List<double> _values = [];
    private long _printed;

    /// <summary>The losses, one for each iteration.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public void Report(MinimizationProgress value)
    {
        _values.Add(value.Value);
        if (Stopwatch.GetElapsedTime(_printed) >= TimeSpan.FromSeconds(1))
        {
            _printed = Stopwatch.GetTimestamp();
            Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"iteration {value.Iteration}/{most}: loss {value.Value:G6}, gradient norm {value.GradientNorm:0.0e+0}"));
        }
    }
}
