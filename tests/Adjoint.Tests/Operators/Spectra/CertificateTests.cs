using Adjoint.Checking;
using Adjoint.Checking.Cases;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Operators;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Operators.Spectra;

/// <summary>
/// Bounds that are proven without a matrix, held against matrices all the same: a map that is small enough for one is put into a larger graph that is not.
/// </summary>
public sealed class CertificateTests
{
    private const int Rest = 1100;

    public static TheoryData<string> Names => [.. PrimitiveTable.Cases.Where(IsSmall).Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_primitives_linearisation_exceeds_its_bound(string name)
    {
        PrimitiveCase @case = PrimitiveTable.Find(name);
        Random random = new(@case.Seed);
        for (int argument = 0; argument < @case.Shapes.Count; argument++)
        {
            if (@case.Primitive.DependenceOn(argument) == Dependence.LocallyConstant)
            {
                continue;
            }

            Variable[] variables = [.. @case.Shapes.Select((shape, i) => new Variable($"a{i}", shape))];
            (Variable, Tensor<double>)[] values = [.. variables.Zip(@case.Draw(random))];
            Expr image = @case.Primitive.Apply([.. variables]);
            double[] exact = JacobiEigenvalues.SingularValues(NormTests.Matrix(image.Linearize(variables[argument], values)));
            if (exact.All(double.IsFinite))
            {
                // Parameters at the point keep their values; what moves is replaced by a part of a longer vector.
                CertifiedBound bound = Embed(image, variables[argument], values).NormBound();
                double norm = exact.Length == 0 ? 0 : exact[0];
                Assert.True(bound.Value >= norm * (1 - 1e-14), $"{name}, argument {argument}: {bound} for {norm:R}");
                Assert.True(double.IsFinite(bound.Value), $"{name}, argument {argument}: {bound}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(NormTests.Convolutions), MemberType = typeof(NormTests))]
    public void Convolutions_of_any_sign_are_bounded_without_a_matrix(Boundary boundary, bool flips, bool isPicture, bool inKernel)
    {
        Random random = new((int)boundary);
        Variable kernel = new("w", isPicture ? [3, 2] : [4]), signal = new("y", isPicture ? [7, 6] : [15]), moving = inKernel ? kernel : signal;
        Expr filtered = flips ? Expressions.Convolve(kernel, signal, boundary) : Expressions.Correlate(kernel, signal, boundary);
        foreach (Interval range in new[] { new Interval(0, 3), new Interval(-2, 3) })
        {
            (Variable, Tensor<double>)[] values = [(kernel, RandomTensors.Next(random, kernel.Shape, range)), (signal, RandomTensors.Next(random, signal.Shape, range))];
            double exact = JacobiEigenvalues.SingularValues(NormTests.Matrix(filtered.Linearize(moving, values)))[0];
            NormReport report = Embed(filtered, moving, values).Norm();

            // Of nonnegative factors the majorant is the map itself, and Schur's test comes near its norm.
            Assert.InRange(report.Bound.Value, exact * (1 - 1e-14), exact * (range.IsNonnegative ? 1.02 : 6));
            Assert.Equal(exact, report.Estimate, exact * 1e-9);
            Assert.Contains("Schur", report.Bound.Certificate, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Layers_one_after_the_other_are_bounded()
    {
        Random random = new(8);
        Variable w = new("w", [3, 3]), v = new("v", [3, 3]), y = new("y", [40, 40]);
        Expr network = Expressions.Convolve(v, Expressions.Relu(Expressions.Convolve(w, y)));
        NormReport report = network.Linearize(y, (w, RandomTensors.Next(random, w.Shape)), (v, RandomTensors.Next(random, v.Shape)), (y, RandomTensors.Next(random, y.Shape))).Norm();
        Assert.True(report.Estimate <= report.Bound.Value);
        Assert.InRange(report.Bound.Value, report.Estimate, report.Estimate * 20);
    }

    [Fact]
    public void A_primitive_that_lies_about_its_lipschitz_bound_is_caught()
    {
        // Three times the argument, declared as an isometry.
        Variable u = new("u", [2000]);
        LinearOperator map = new Mutant(a => 3 * a, InArgument.LinearWith(Interval.Point(1), 1)).Apply(u).Linearize(u);
        Assert.Contains("facts of a primitive", Assert.Throws<InvalidOperationException>(() => map.Norm()).Message, StringComparison.Ordinal);
        LinearOperator honest = new Mutant(a => 3 * a, InArgument.LinearWith(Interval.Point(3), 3)).Apply(u).Linearize(u);
        Assert.InRange(honest.Norm().Bound.Value, 3, 3 + 1e-9);
    }

    [Fact]
    public void A_primitive_that_lies_about_its_sign_is_caught()
    {
        // u ↦ −u declared as nondecreasing: what Schur's test then takes for nonnegative numbers are not, and u + (−u) has no coefficients left.
        Variable u = new("u", [2000]);
        LinearOperator map = (u + (2 * new Mutant(a => -a, InArgument.LinearWith(Interval.Point(1), double.PositiveInfinity)).Apply(u))).Linearize(u);
        Assert.Throws<InvalidOperationException>(() => map.Norm());

        // The bound alone says so as well, and does not answer 0.
        string told = Assert.Throws<InvalidOperationException>(() => map.NormBound()).Message;
        Assert.Contains("facts", told, StringComparison.Ordinal);
        Assert.Contains("'mutant'", told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_declares_nothing_has_no_bound_and_is_named()
    {
        Variable u = new("u", [2000]);
        CertifiedBound bound = new Mutant(a => -a, new InArgument(Curvature.Affine, Monotonicity.Unknown, double.PositiveInfinity)).Apply(u).Linearize(u).NormBound();
        Assert.Equal(double.PositiveInfinity, bound.Value);
        Assert.Contains("'mutant'", bound.Certificate, StringComparison.Ordinal);
    }

    /// <summary>The linearisation of an expression in one variable, between zeros that make both sides too large for a matrix.</summary>
    private static LinearOperator Embed(Expr image, Variable moving, (Variable Variable, Tensor<double> Value)[] values)
    {
        int size = moving.Shape.Size;
        Variable vector = new("u", [size + Rest]);
        Expr part = Expressions.Reshape(Expressions.Slice(vector, 0, 0, size), moving.Shape);
        Expr inner = GraphTraversal.Rewrite([image], node => node == moving ? part : node)[0];
        Expr whole = Expressions.Concatenate(0, Expressions.Reshape(inner, [image.Shape.Size]), 0 * Expressions.Slice(vector, 0, size, Rest));
        Tensor<double> at = new(vector.Shape);
        values.First(pair => pair.Variable == moving).Value.Span.CopyTo(at.Span);
        return whole.Linearize(vector, [.. values, (vector, at)]);
    }

    private static bool IsSmall(PrimitiveCase @case) => @case.Result.Size <= 64 && @case.Shapes.All(shape => shape.Size is > 0 and <= 64);

    /// <summary>A multiple of its argument that declares of itself what it is told.</summary>
    private sealed record Mutant(Func<double, double> Gain, InArgument Declared) : ElementwisePrimitive
    {
        public override string Name => "mutant";

        public override int Arity => 1;

        public override Dependence DependenceOn(int argument) => Dependence.Linear;

        public override double Evaluate(ReadOnlySpan<double> arguments) => Gain(arguments[0]);

        public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result)
        {
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = T.CreateTruncating(Gain(double.CreateTruncating(first[i])));
            }
        }

        public override Expr Adjoint(Application at, int argument, Expr cotangent) => Apply(cotangent);

        public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) => new(Interval.Reals, 1, Curvature.Affine, [Declared], "a declaration to be caught");
    }
}
