using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Checking.Cases;

/// <summary>Functions of numbers beyond arithmetic, on either side of what is particular about each.</summary>
internal static class ElementwiseCases
{
    private static readonly Interval Above = new(0.5, 4), Below = new(-3, -0.5);

    internal static IEnumerable<PrimitiveCase> All()
    {
        Shape[] shapes = [Shape.Scalar, [0], [1], [5], [2, 3], [2, 2, 3, 2]];
        foreach (Shape shape in shapes)
        {
            yield return Unary(new Abs(), shape) with { Kink = 0 };
            yield return Unary(new Sign(), shape) with { Kink = 0 };
            yield return Unary(new Sqrt(), shape) with { Ranges = [Above] };
            yield return Unary(new Exp(), shape);
            yield return Unary(new Log(), shape) with { Ranges = [Above] };
            yield return Unary(new Sigmoid(), shape);
            yield return Unary(new Tanh(), shape);
            yield return Unary(new Softplus(), shape);
            yield return Unary(new Erf(), shape);
            yield return Unary(new Gelu(), shape);
            yield return Unary(new Silu(), shape);
            yield return Pair(new GreaterThan(), shape);
            yield return Pair(new Maximum(), shape);
            yield return Pair(new Minimum(), shape);
            yield return new($"xlogy {shape}", new ProductWithLog(), [shape, shape], shape) { Ranges = [new(-2, 3), Above], Admits = static (argument, range) => argument == 0 || range.Upper > 0 };
        }

        foreach (double slope in new[] { 0.01, 0.3, -0.5, 0, 1, 2 })
        {
            yield return Unary(new LeakyRelu(slope), [2, 3]) with { Kink = 0 };
        }

        foreach (double alpha in new[] { 1, 0.5, 2, 0 })
        {
            yield return Unary(new Elu(alpha), [2, 3]) with { Kink = 0 };
        }

        yield return Unary(new Huber(10), [2, 3]);
        yield return Unary(new Huber(0.25), [2, 3]) with { Name = "huber right of its square", Ranges = [Above] };
        yield return Unary(new Huber(0.25), [2, 3]) with { Name = "huber left of its square", Ranges = [Below] };
        yield return Unary(new Huber(1), [2, 2, 3, 2]) with { Ranges = [new(-0.9, 3)], Kink = 1 };

        foreach (double exponent in new[] { 0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12 })
        {
            yield return Unary(new Power(exponent), [2, 3]);
        }

        foreach (double exponent in new[] { -1.0, -2, -3, -8, -9 })
        {
            yield return Unary(new Power(exponent), [2, 3]) with { Name = $"power {exponent} above 0", Ranges = [new(1.5, 3)], Admits = IsNot0 };
            yield return Unary(new Power(exponent), [5]) with { Name = $"power {exponent} below 0", Ranges = [new(-3, -1.5)], Admits = IsNot0 };
        }

        foreach (double exponent in new[] { 0.25, 0.5, 1.5, 2.5, -0.5, -1.5 })
        {
            yield return Unary(new Power(exponent), [2, 3]) with { Ranges = [Above], Admits = static (_, range) => range.Upper > 0 };
        }
    }

    private static PrimitiveCase Unary(ElementwisePrimitive primitive, Shape shape) => new($"{primitive} {shape}", primitive, [shape], shape);

    /// <summary>The ends of ranges are drawn often: ends apart keep the two from being equal, where the derivative jumps.</summary>
    private static PrimitiveCase Pair(ElementwisePrimitive primitive, Shape shape) =>
        new($"{primitive} {shape}", primitive, [shape, shape], shape) { Ranges = [new(-2, 3), new(-1.7, 2.6)] };

    private static bool IsNot0(int argument, Interval range) => range != Interval.Point(0);
}
