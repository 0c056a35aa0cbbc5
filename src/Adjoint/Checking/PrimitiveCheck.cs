using System.Numerics;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>
/// The checks that every primitive of the library is held to, for a primitive of your own: make a <see cref="PrimitiveCase"/> of it and call <see cref="All"/>, or one
/// check alone. A primitive that fails, be it by throwing, gives a report that says so; nothing is thrown for it.
/// </summary>
public static class PrimitiveCheck
{
    /// <summary>A dense matrix is compared up to this many entries.</summary>
    private const int MostEntries = 4096;

    /// <summary>Choices of signs that the size of a sum's terms is estimated by.</summary>
    private const int SignPatterns = 4;

    /// <summary>Choices of ranges that facts are asked for in <see cref="All"/>.</summary>
    private const int UsualChoices = 24;

    /// <summary>Every check that applies to a case: shape, dot tests and fast paths in both precisions, transposes, derivatives, facts.</summary>
    /// <param name="case">The primitive and its arguments.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    /// <param name="withFacts">Whether the facts are sampled too, which takes the most time.</param>
    public static IReadOnlyList<CheckReport> All(PrimitiveCase @case, int seed = 0, bool withFacts = true)
    {
        ArgumentNullException.ThrowIfNull(@case);
        List<CheckReport> reports = [ShapeTest(@case)];
        for (int argument = 0; argument < @case.Shapes.Count && reports[0].Passed; argument++)
        {
            if (Told(@case, argument, out Dependence dependence) is CheckReport { Passed: false } thrown)
            {
                reports.Add(thrown);
                continue;
            }

            if (dependence != Dependence.LocallyConstant)
            {
                reports.Add(CheckReport.Of<double>(@case.Name, argument, DotTest<double>(@case, argument, seed)));
                reports.Add(CheckReport.Of<float>(@case.Name, argument, DotTest<float>(@case, argument, seed)));
            }

            if (dependence == Dependence.Linear && (long)@case.Shapes[argument].Size * @case.Result.Size <= MostEntries)
            {
                reports.Add(DenseTransposeTest(@case, argument, seed));
            }

            reports.Add(DerivativeTest(@case, argument, seed));
            if (dependence == Dependence.Nonlinear)
            {
                reports.Add(KinkTest(@case, argument, seed));
            }
        }

        if (reports[0].Passed)
        {
            reports.AddRange([FastPathTest<double>(@case, seed), FastPathTest<float>(@case, seed)]);
        }

        if (reports[0].Passed && withFacts)
        {
            reports.Add(FactTest(@case, seed, UsualChoices));
        }

        return reports;
    }

    /// <summary>The shape rule gives the shape that the case knows.</summary>
    /// <param name="case">The primitive and its arguments.</param>
    public static CheckReport ShapeTest(PrimitiveCase @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        return CheckReport.Guard(@case.Name, CheckKind.Shape, null, CheckReport.NameOf<double>(), 0, () =>
        {
            Shape told = @case.Primitive.ResultShape(@case.Shapes);
            bool passed = told == @case.Result && @case.Primitive.Arity == @case.Shapes.Count;
            return new(@case.Name, CheckKind.Shape, null, CheckReport.NameOf<double>(), passed ? 0 : double.PositiveInfinity, 0, passed, passed
                ? "The shape rule gives the shape that is known."
                : told == @case.Result ? $"The primitive takes {@case.Primitive.Arity} arguments, and the case has {@case.Shapes.Count}."
                : $"The shape rule says {told}, and it is {@case.Result}.");
        });
    }

    /// <summary>
    /// The dot test in one argument, in the precision of <typeparamref name="T"/> and through the kernels: ⟨A u, v⟩ = ⟨u, Aᵀ v⟩ for random u and v, where A is the primitive in an argument
    /// in which it is linear, and its linearisation at a random point in one in which it is not. In an argument in which it is locally constant there is nothing to compare.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="case">The primitive and its arguments.</param>
    /// <param name="argument">Which argument, from 0.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    public static DotTestReport DotTest<T>(PrimitiveCase @case, int argument, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(@case);
        Random random = Begin(@case, argument, seed);
        return Told(@case, argument, out Dependence dependence) is { Passed: false } thrown ? DotTestReport.Broken(thrown.Message, DotTestReport.ToleranceFor<T>())
            : dependence == Dependence.LocallyConstant ? DotTestReport.Of([], DotTestReport.ToleranceFor<T>())
            : MapChecks.DotTest<T>(() => LinearizedMap.Of(@case.Primitive, argument, [.. @case.Draw(random).Select(Computation<T>.Rounded)]), random);
    }

    /// <summary>
    /// The linearisation in one argument against central differences of many steps in float64, away from the case's kink. In an argument in which the primitive
    /// is locally constant, that small moves change nothing.
    /// </summary>
    /// <param name="case">The primitive and its arguments.</param>
    /// <param name="argument">Which argument, from 0.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    public static CheckReport DerivativeTest(PrimitiveCase @case, int argument, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(@case);
        Random random = Begin(@case, argument, seed);
        Tensor<double>[] values = @case.Draw(random);
        if (@case.Kink is double kink)
        {
            values[argument] = Entries.Map(values[argument], entry => Math.Abs(entry - kink) < 0.05 ? kink + 0.25 : entry);
        }

        return MapChecks.Derivative(
            @case.Name, argument, () => LinearizedMap.Of(@case.Primitive, argument, values), own => MapChecks.SizeOf(ReferenceRule.Of(@case.Primitive), values, own), random);
    }

    /// <summary>
    /// Where the slopes to the two sides differ, the primitive's <see cref="Primitive.KinkAt"/> says so: tried where all entries are alike, as kinks and ties are there, at −1, 0, 1 and
    /// the case's kink.
    /// </summary>
    /// <param name="case">The primitive and its arguments.</param>
    /// <param name="argument">Which argument, from 0.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    public static CheckReport KinkTest(PrimitiveCase @case, int argument, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(@case);
        Random random = Begin(@case, argument, seed);
        return CheckReport.Guard(@case.Name, CheckKind.Kink, argument, CheckReport.NameOf<double>(), 0, () =>
        {
            foreach (double place in new[] { -1.0, 0, 1, @case.Kink ?? 0 }.Distinct())
            {
                Tensor<double>[] values = [.. @case.Shapes.Select((shape, i) => @case.Special(random, i) ?? Entries.Map(new Tensor<double>(shape), _ => place))];
                CheckReport derivative = MapChecks.Derivative(
                    @case.Name, argument, () => LinearizedMap.Of(@case.Primitive, argument, values), own => MapChecks.SizeOf(ReferenceRule.Of(@case.Primitive), values, own), random);
                if (derivative.IsAtKink && @case.Primitive.KinkAt(values) is null)
                {
                    return Kinks(double.PositiveInfinity, $"KinkAt says that there is no kink where all entries are {place}, and there is one. {derivative.Message}");
                }
            }

            return Kinks(0, "Every kink that was met is one that KinkAt tells of.");
        });

        CheckReport Kinks(double error, string message) => new(@case.Name, CheckKind.Kink, argument, CheckReport.NameOf<double>(), error, 0, error == 0, message);
    }

    /// <summary>
    /// The adjoint's matrix against the transpose of the map's, entry by entry. Where a dot test over many entries may lose a wrong border entry
    /// among rounding errors, this does not. For small shapes: it takes as many evaluations as there are entries.
    /// </summary>
    /// <param name="case">The primitive and its arguments.</param>
    /// <param name="argument">Which argument, from 0; one in which the primitive is not locally constant.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    public static CheckReport DenseTransposeTest(PrimitiveCase @case, int argument, int seed = 0)
    {
        const double Tolerance = 1e-13;
        ArgumentNullException.ThrowIfNull(@case);
        Random random = Begin(@case, argument, seed);
        return CheckReport.Guard(@case.Name, CheckKind.DenseTranspose, argument, CheckReport.NameOf<double>(), Tolerance, () =>
        {
            (Tensor<double>[] columns, Tensor<double>[] rows) = LinearizedMap.Of(@case.Primitive, argument, @case.Draw(random)).Matrices();
            (double largest, double distance, string where) = (0, 0, "");
            for (int column = 0; column < columns.Length; column++)
            {
                for (int row = 0; row < rows.Length; row++)
                {
                    (double entry, double mirrored) = (columns[column].Span[row], rows[row].Span[column]);
                    largest = Math.Max(largest, Math.Max(Math.Abs(entry), Math.Abs(mirrored)));
                    if (!(Math.Abs(entry - mirrored) <= distance))
                    {
                        distance = Math.Abs(entry - mirrored);
                        where = $"entry {row} of the result gets {entry:G5} times entry {column} of the argument, and the adjoint gives back {mirrored:G5}";
                    }
                }
            }

            double error = distance == 0 ? 0 : double.IsFinite(distance) ? distance / largest : double.PositiveInfinity;
            bool passed = error <= Tolerance;
            return new(@case.Name, CheckKind.DenseTranspose, argument, CheckReport.NameOf<double>(), error, Tolerance, passed, passed
                ? "The adjoint is the transpose."
                : $"The adjoint is not the transpose: {where}.");
        });
    }

    /// <summary>The kernel against the reference rule, in every layout that the primitive accepts.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="case">The primitive and its arguments.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    public static CheckReport FastPathTest<T>(PrimitiveCase @case, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(@case);
        double tolerance = DotTestReport.ToleranceFor<T>();
        Random random = new(@case.Seed ^ seed);
        return CheckReport.Guard(@case.Name, CheckKind.FastPath, null, CheckReport.NameOf<T>(), tolerance, () =>
        {
            Tensor<T>[] arguments = [.. @case.Draw(random).Select(Computation<T>.Converted)];
            Tensor<double>[] exact = [.. arguments.Select(Computation<T>.Widened)];
            Tensor<double> expected = ReferenceRule.Apply(@case.Primitive, exact);

            // Relative to the size of what is added up, not of what is left of it.
            double scale = MapChecks.SizeOf(ReferenceRule.Of(@case.Primitive), exact, Entries.Largest(expected)), worst = 0;
            for (int i = 0; i < SignPatterns && @case.ArgumentsThatAre(Dependence.Linear).Any(); i++)
            {
                // Where the primitive's own coefficients cancel in a sum, they do not with other signs.
                Tensor<double>[] signed = [.. exact.Select((value, argument) => @case.Primitive.DependenceOn(argument) == Dependence.Linear ? Entries.Map(value, entry => random.Next(2) == 0 ? entry : -entry) : value)];
                scale = Math.Max(scale, Entries.Largest(ReferenceRule.Apply(@case.Primitive, signed)) is double size && double.IsFinite(size) ? size : 0);
            }

            string where = "";
            foreach ((Layout[] layouts, Layout result) in KernelRunner.Accepted(@case.Primitive))
            {
                double distance = Entries.Distance(expected, Computation<T>.Widened(KernelRunner.Run(@case.Primitive, arguments, layouts, result, WorkerPool.Serial)));
                double error = distance == 0 ? 0 : scale > 0 && double.IsFinite(distance) ? distance / scale : double.PositiveInfinity;
                (worst, where) = error > worst ? (error, $"{string.Join(", ", layouts)} → {result}") : (worst, where);
            }

            bool passed = worst <= tolerance;
            return new(@case.Name, CheckKind.FastPath, null, CheckReport.NameOf<T>(), worst, tolerance, passed, passed
                ? "The kernel agrees with the reference rule."
                : $"The kernel is off the reference rule by {worst:G3} relative, in layouts {where}.");
        });
    }

    /// <summary>
    /// Samples every declared fact (range, domain, curvature, monotonicity, Lipschitz bound, degree) for known ranges of the arguments. A sample can refute a declaration and never
    /// proves one. The message says which fact is violated, for which ranges, and by how much.
    /// </summary>
    /// <param name="case">The primitive and its arguments.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    /// <param name="choices">How many choices of ranges are tried at most; where there are more, they are drawn.</param>
    public static CheckReport FactTest(PrimitiveCase @case, int seed = 0, int choices = 150)
    {
        ArgumentNullException.ThrowIfNull(@case);
        Random random = new(@case.Seed ^ seed);
        Interval[][] ranges = [];
        CheckReport asked = CheckReport.Guard(@case.Name, CheckKind.Facts, null, CheckReport.NameOf<double>(), FactLaws.Slack, () =>
        {
            ranges = [.. FactLaws.RangesOf(@case)];
            return Report(@case, null);
        });
        if (!asked.Passed)
        {
            return asked;
        }

        if (ranges.Length > choices)
        {
            random.Shuffle(ranges);
        }

        for (int i = 0; i < Math.Min(choices, ranges.Length); i++)
        {
            CheckReport report = FactTest(@case, ranges[i], random);
            if (!report.Passed)
            {
                return report;
            }
        }

        return Report(@case, null);
    }

    /// <summary>Samples every declared fact where the arguments lie in given ranges.</summary>
    /// <param name="case">The primitive and its arguments.</param>
    /// <param name="ranges">A range for each argument; entries are drawn from it, inside of the declared domain.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    public static CheckReport FactTest(PrimitiveCase @case, IReadOnlyList<Interval> ranges, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(@case);
        ArgumentNullException.ThrowIfNull(ranges);
        return FactTest(@case, [.. ranges], new Random(@case.Seed ^ seed));
    }

    private static CheckReport FactTest(PrimitiveCase @case, Interval[] ranges, Random random) =>
        CheckReport.Guard(@case.Name, CheckKind.Facts, null, CheckReport.NameOf<double>(), FactLaws.Slack, () => Report(@case, FactLaws.All(@case, ranges, random)));

    private static CheckReport Report(PrimitiveCase @case, FactViolation? violation) => new(
        @case.Name, CheckKind.Facts, null, CheckReport.NameOf<double>(), violation?.Excess ?? 0, FactLaws.Slack, violation is null, violation?.Message ?? "No sample refutes a declared fact.");

    /// <summary>How the primitive says that it depends on an argument; a failed check where the rule throws.</summary>
    private static CheckReport Told(PrimitiveCase @case, int argument, out Dependence dependence)
    {
        Dependence told = default;
        CheckReport report = CheckReport.Guard(@case.Name, CheckKind.Derivative, argument, CheckReport.NameOf<double>(), 0, () =>
        {
            told = @case.Primitive.DependenceOn(argument);
            return new(@case.Name, CheckKind.Derivative, argument, CheckReport.NameOf<double>(), 0, 0, true, "The primitive says how it depends on the argument.");
        });
        dependence = told;
        return report;
    }

    private static Random Begin(PrimitiveCase @case, int argument, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(argument);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(argument, @case.Shapes.Count);
        return new Random(@case.Seed ^ seed);
    }
}
