using Adjoint.Checking.Cases;

namespace Adjoint.Checking;

/// <summary>
/// Checks every primitive of the library on the machine that it runs on: all of <see cref="PrimitiveTable"/>, and random shapes of each of the families of <see cref="RandomCases"/>.
/// </summary>
public static class LibraryCheck
{
    /// <summary>Runs the checks, on all cores. The result depends on the seed alone.</summary>
    /// <param name="seed">Same seed, same cases and numbers.</param>
    /// <param name="randomShapes">How many random shapes of each family; at least 0.</param>
    /// <param name="progress">Told the finished part, from 0 to 1, from any thread.</param>
    /// <param name="cancellation">Stops between cases.</param>
    /// <returns>A summary for each primitive, kind of check and precision, primitives in the table's order.</returns>
    public static IReadOnlyList<CheckSummary> Run(int seed = 0, int randomShapes = 100, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(randomShapes);
        (PrimitiveCase Case, bool IsListed)[] cases =
        [
            .. PrimitiveTable.Cases.Select(@case => (@case, true)),
            .. RandomCases.Names.SelectMany(family => RandomCases.Of(family, randomShapes, seed)).Select(@case => (@case, false)),
        ];
        IReadOnlyList<CheckReport>[] reports = new IReadOnlyList<CheckReport>[cases.Length];
        int done = 0;
        Parallel.For(0, cases.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            reports[i] = PrimitiveCheck.All(cases[i].Case, seed, withFacts: cases[i].IsListed);
            progress?.Report((double)Interlocked.Increment(ref done) / cases.Length);
        });
        return
        [
            .. cases.Zip(reports, (entry, found) => found.Select(report => (entry.Case.Primitive, Report: report))).SelectMany(pairs => pairs)
                .GroupBy(pair => pair.Primitive.GetType())
                .SelectMany(primitive => primitive.GroupBy(pair => (pair.Report.Kind, pair.Report.Precision))
                    .OrderBy(group => group.Key.Kind).ThenByDescending(group => group.Key.Precision, StringComparer.Ordinal)
                    .Select(group => new CheckSummary(
                        primitive.First().Primitive.Name, group.Key.Kind, group.Key.Precision, group.Count(), group.Max(pair => pair.Report.RelativeError), [.. group.Select(pair => pair.Report).Where(report => !report.Passed)]))),
        ];
    }
}
