using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Operators.Symbolic;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.PublicApi.Tests;

/// <summary>An operation that the library does not have, written by someone who sees its public API alone.</summary>
public sealed class OwnPrimitiveTests
{
    /// <summary>sin(a) entry by entry. Its derivative is another of the same family, a quarter turn on.</summary>
    private sealed record Sine(double Phase = 0) : Primitive
    {
        public override string Name => "sine";

        public override int Arity => 1;

        public override Shape ResultShape(IReadOnlyList<Shape> arguments) => arguments[0];

        public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

        public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
        {
            for (int i = 0; i < result.Span.Length; i++)
            {
                result.Span[i] = Math.Sin(arguments[0].Span[i] + Phase);
            }
        }

        public override Expr Tangent(Application at, int argument, Expr tangent) => new Sine(Phase + (Math.PI / 2)).Apply(at.Arguments[0]) * tangent;

        public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) =>
            new(new Interval(-1, 1), null, Curvature.Unknown, [new InArgument(Curvature.Unknown, Monotonicity.Unknown, 1)], "|cos| ≤ 1");
    }

    /// <summary>r[k] = Σ_i a[i] b[(k − i) mod n], linear in each argument; its author gave no kernel.</summary>
    private sealed record CyclicProduct : Primitive
    {
        public override string Name => "cyclic";

        public override int Arity => 2;

        public override Shape ResultShape(IReadOnlyList<Shape> arguments) => arguments[0];

        public override Dependence DependenceOn(int argument) => Dependence.Linear;

        public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
        {
            int n = result.Span.Length;
            for (int k = 0; k < n; k++)
            {
                for (int i = 0; i < n; i++)
                {
                    result.Span[k] += arguments[0].Span[i] * arguments[1].Span[(k - i + n) % n];
                }
            }
        }

        public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments) =>
            new(Interval.Reals, null, Curvature.Unknown, [new InArgument(Curvature.Affine, Monotonicity.Unknown, double.PositiveInfinity), new InArgument(Curvature.Affine, Monotonicity.Unknown, double.PositiveInfinity)], "a circulant matrix");
    }

    [Fact]
    public void Has_a_matrix_with_symbols_as_entries()
    {
        Variable a = new("a", [3]), b = new("b", [3]), c = new("c", [3]);
        SymbolicMatrix circulant = SymbolicMatrix.Of(new CyclicProduct().Apply(a, b), b);
        Assert.Equal("a0 a2 a1 a1 a0 a2 a2 a1 a0", Text(circulant));

        // Of a function that is not linear the entries are functions, which are computed where numbers are put in.
        SymbolicMatrix waves = SymbolicMatrix.Of(new Sine().Apply(a + c) * b, b);
        Assert.Equal("sine([a0 + c0, a1 + c1, a2 + c2])[1]", waves[1, 1].ToText());
        Assert.Equal(Math.Sin(0.75), waves.Evaluate((a, new Tensor<double>([3], [1, 0.5, 2])), (c, new Tensor<double>([3], [1, 0.25, 2])))[1, 1], 1e-15);
        Assert.Throws<PointNeededException>(() => SymbolicMatrix.Of(new Sine().Apply(a), a));
    }

    private static string Text(SymbolicMatrix matrix) =>
        string.Join(' ', Enumerable.Range(0, matrix.Rows).SelectMany(row => Enumerable.Range(0, matrix.Columns).Select(column => matrix[row, column].ToText())));

    [Fact]
    public void Is_evaluated_differentiated_and_printed()
    {
        Variable w = new("w", [3]);
        Tensor<double> at = new([3], [0.3, -1.2, 2.5]);
        Expr loss = Expressions.SumOfSquares(new Sine().Apply(w));

        Assert.Equal("sum(square(sine(w)))", loss.ToString());
        Assert.Equal(at.Span.ToArray().Sum(value => Math.Pow(Math.Sin(value), 2)), loss.Evaluate((w, at)).Span[0], 1e-12);
        double[] gradient = loss.Gradient(w).Evaluate((w, at)).Span.ToArray();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Math.Sin(2 * at.Span[i]), gradient[i], 1e-12);
        }
    }

    [Fact]
    public void Has_second_derivatives_and_runs_in_float32()
    {
        Variable w = new("w", [2]), direction = new("t", [2]);
        Tensor<float> at = new([2], [0.4f, 1.1f]), t = new([2], [1, 2]);
        Expr product = Expressions.Sum(new Sine().Apply(w)).HessianVectorProduct([w], [direction])[0];
        float[] values = product.Evaluate((w, at), (direction, t)).Span.ToArray();
        Assert.Equal(-Math.Sin(0.4), values[0], 1e-6);
        Assert.Equal(-2 * Math.Sin(1.1), values[1], 1e-6);
    }
}
