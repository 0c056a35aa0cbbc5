using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Primitives.Convolution;

namespace Adjoint.Tests.Checking;

/// <summary>The random shapes of the library's own check reach what is particular about convolutions, and the check covers every primitive.</summary>
public class LibraryCheckTests
{
    private const int Count = 100;

    [Fact]
    public void Random_correlations_meet_every_particular()
    {
        string[] families = [.. RandomCases.Names.Where(name => name.StartsWith("correlate", StringComparison.Ordinal))];
        PrimitiveCase[] cases = [.. families.SelectMany(family => RandomCases.Of(family, Count))];
        Assert.Equal(families.Length * Count, cases.DistinctBy(@case => @case.Name).Count());
        (string What, Func<CorrelationAxis, int, int, bool> Holds)[] particulars =
        [
            ("stride 1", (axis, _, _) => axis.Stride == 1), ("stride 2", (axis, _, _) => axis.Stride == 2), ("stride 3", (axis, _, _) => axis.Stride == 3),
            ("dilation 2", (axis, _, _) => axis.Dilation == 2), ("dilation 3", (axis, _, _) => axis.Dilation == 3), ("input dilation 3", (axis, _, _) => axis.InputDilation == 3),
            ("even kernel", (_, taps, _) => taps % 2 == 0), ("odd kernel", (_, taps, _) => taps % 2 == 1 && taps > 1), ("one tap", (_, taps, _) => taps == 1),
            ("kernel as large as the picture", (_, taps, places) => taps == places && taps > 1), ("kernel larger than the picture", (_, taps, places) => taps > places),
            ("one-pixel axis", (_, _, places) => places == 1), ("stride 3 with dilation 3", (axis, _, _) => axis is { Stride: 3, Dilation: 3 }),
        ];
        foreach ((string what, Func<CorrelationAxis, int, int, bool> holds) in particulars)
        {
            int met = cases.Count(@case => ((Correlation)@case.Primitive).Axes.Select((axis, i) => holds(axis, @case.Shapes[0][TapsAt(@case) + i], @case.Shapes[1][1 + i])).Any(met => met));
            Assert.True(met >= 20, $"{what}: {met} of {cases.Length} cases.");
        }

        foreach (Contraction contraction in Enum.GetValues<Contraction>())
        {
            Assert.True(cases.Count(@case => ((Correlation)@case.Primitive).Contraction == contraction) >= Count);
        }
    }

    [Fact]
    public void Every_primitive_is_checked_in_both_precisions_and_passes()
    {
        IReadOnlyList<CheckSummary> summaries = LibraryCheck.Run(seed: 3, randomShapes: 10);
        Assert.All(summaries, summary => Assert.True(summary.Passed, string.Join("\n", summary.Failures)));
        Assert.All(summaries, summary => Assert.True(summary.Checks > 0 && double.IsFinite(summary.Worst)));
        foreach (IGrouping<Type, PrimitiveCase> primitive in PrimitiveTable.Cases.GroupBy(@case => @case.Primitive.GetType()))
        {
            CheckSummary[] own = [.. summaries.Where(summary => summary.Primitive == primitive.First().Primitive.Name)];
            bool moves = primitive.Any(@case => @case.ArgumentsThatAre(Dependence.Linear).Concat(@case.ArgumentsThatAre(Dependence.Nonlinear)).Any());
            foreach (string precision in new[] { "float64", "float32" })
            {
                Assert.Equal(moves, own.Any(summary => summary.Kind == CheckKind.DotTest && summary.Precision == precision));
                Assert.Contains(own, summary => summary.Kind == CheckKind.FastPath && summary.Precision == precision);
            }

            Assert.Contains(own, summary => summary.Kind == CheckKind.Derivative);
            Assert.Contains(own, summary => summary.Kind == CheckKind.Facts);
        }
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        string[] first = [.. LibraryCheck.Run(5, 1).Select(summary => $"{summary.Primitive} {summary.Kind} {summary.Precision} {summary.Checks} {summary.Worst:R}")];
        Assert.Equal(first, LibraryCheck.Run(5, 1).Select(summary => $"{summary.Primitive} {summary.Kind} {summary.Precision} {summary.Checks} {summary.Worst:R}"));
        Assert.NotEqual(first, LibraryCheck.Run(6, 1).Select(summary => $"{summary.Primitive} {summary.Kind} {summary.Precision} {summary.Checks} {summary.Worst:R}"));
    }

    /// <summary>A kernel's spatial axes come first, unless it is a batch of gradients.</summary>
    private static int TapsAt(PrimitiveCase @case) => ((Correlation)@case.Primitive).Contraction == Contraction.Batch ? 1 : 0;
}
