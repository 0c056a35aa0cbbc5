using System.Numerics;
using Adjoint.Operators;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>The checks of a map at a point, shared by those of primitives, of an expression's nodes and of the whole of it.</summary>
internal static class MapChecks
{
    /// <summary>Random pairs in a dot test: enough to tell a factor from another map.</summary>
    public const int Pairs = 3;

    /// <summary>Relative to the floor, entries that are zero or small move too.</summary>
    private const double Floor = 0.1;

    /// <summary>The dot test of the map, or of its linearisation.</summary>
    public static DotTestReport DotTest<T>(Func<LinearizedMap> map, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double tolerance = DotTestReport.ToleranceFor<T>();
        try
        {
            return DotTestReport.Of(map().Samples<T>(random, Pairs), tolerance);
        }
#pragma warning disable CA1031 // A rule from outside may throw anything, and is reported by name.
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
#pragma warning restore CA1031
        {
            return DotTestReport.Broken(CheckReport.Thrown(exception), tolerance);
        }
    }

    /// <summary>The linearisation against difference quotients in a random direction, to which each entry moves by its own size.</summary>
    /// <param name="name">What the report is called.</param>
    /// <param name="argument">The argument, for the report.</param>
    /// <param name="make">Makes the map.</param>
    /// <param name="size">The size of the numbers that the value is made of, given the value's own.</param>
    /// <param name="random">Draws the direction.</param>
    public static CheckReport Derivative(string name, int? argument, Func<LinearizedMap> make, Func<double, double> size, Random random) =>
        CheckReport.Guard(name, CheckKind.Derivative, argument, CheckReport.NameOf<double>(), StepStudy.Least, () =>
        {
            LinearizedMap map = make();
            Tensor<double> direction = Direction(map.Point, random), tangent = map.Tangent(direction), here = map.Value(map.Point);
            if (!Entries.AreFinite(here) || !Entries.AreFinite(tangent))
            {
                string what = Entries.AreFinite(here) ? "The derivative" : "The value";
                return Report(double.PositiveInfinity, false, $"{what} is no finite number at this point; choose one inside the domain.");
            }

            StepStudy study = StepStudy.Of(t => map.Value(Entries.Combine(1, map.Point, t, direction)), tangent, size(Entries.Largest(here)));
            if (!(study.Error <= study.Tolerance))
            {
                return Report(study.Error, false, $"The linearisation is not the limit of difference quotients: {study.Worst}, in a random direction.", study.Tolerance);
            }

            (bool hasRemark, string message) = study.Kink is string kink ? (true, $"The point lies at a kink: {kink}{(study.Kinks > 1 ? $"; {study.Kinks} entries do" : "")}.")
                : study.Open > 0 && study.Open == here.Span.Length ? (true, "Differences cannot tell here: rounding or a jump hides the derivative.")
                : study.Open > 0 ? (true, $"The linearisation is the limit of difference quotients, but at {study.Open} of {here.Span.Length} entries they cannot tell: rounding or a jump hides the derivative.")
                : (false, "The linearisation is the limit of difference quotients.");
            return Report(study.Error, true, message, study.Tolerance) with { HasRemark = hasRemark, IsAtKink = study.IsSharp };

            CheckReport Report(double error, bool passed, string message, double tolerance = StepStudy.Least) =>
                new(name, CheckKind.Derivative, argument, CheckReport.NameOf<double>(), error, tolerance, passed, message);
        });

    private static Tensor<double> Direction(Tensor<double> point, Random random)
    {
        double largest = Entries.Largest(point), floor = largest > 0 ? Floor * largest : 1;
        Tensor<double> direction = RandomTensors.Next(random, point.Shape, new(-1, 1));
        for (int i = 0; i < direction.Span.Length; i++)
        {
            direction.Span[i] *= Math.Max(Math.Abs(point.Span[i]), floor);
        }

        return direction;
    }

    /// <summary>The size of what a primitive's value is made of: its own, or that of its arguments without their signs, so that differences of large numbers count.</summary>
    public static double SizeOf(Func<Tensor<double>[], Tensor<double>> apply, IReadOnlyList<Tensor<double>> arguments, double own)
    {
        double sizes = Entries.Largest(apply([.. arguments.Select(value => Entries.Map(value, Math.Abs))]));
        return double.IsFinite(sizes) ? Math.Max(own, sizes) : own;
    }
}
