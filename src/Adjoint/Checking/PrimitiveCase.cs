using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>A primitive with arguments to check it with: their shapes, and where their entries are drawn from.</summary>
/// <param name="Name">The case's name in reports.</param>
/// <param name="Primitive">The primitive.</param>
/// <param name="Shapes">The shapes of its arguments.</param>
/// <param name="Result">The shape that the result must have, known without the primitive.</param>
public sealed record PrimitiveCase(string Name, Primitive Primitive, IReadOnlyList<Shape> Shapes, Shape Result)
{
    /// <summary>A case named after the primitive and the shapes; the shape rule is believed.</summary>
    /// <param name="primitive">The primitive.</param>
    /// <param name="shapes">The shapes of its arguments.</param>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public PrimitiveCase(Primitive primitive, params IReadOnlyList<Shape> shapes)
        : this($"{primitive} {string.Join(" and ", shapes)}", primitive, shapes, primitive is null ? default : primitive.ResultShape(shapes))
    {
    }

    /// <summary>Where each argument's entries are drawn from; [−2, 3] where nothing is said. The ends are drawn often.</summary>
    public IReadOnlyList<Interval> Ranges { get; init; } = [.. Shapes.Select(_ => new Interval(-2, 3))];

    /// <summary>A place where the derivative jumps, which difference quotients keep away from.</summary>
    public double? Kink { get; init; }

    /// <summary>
    /// Whether an argument, from 0, may have a range when the facts are asked for. A number that it may not have as a range is a pole. Every range, if nothing is said.
    /// </summary>
    public Func<int, Interval, bool> Admits { get; init; } = static (_, _) => true;

    /// <summary>How an argument is drawn where an interval does not say it: indices are whole numbers. Nothing for the others.</summary>
    public Func<Random, int, Tensor<double>?> Special { get; init; } = static (_, _) => null;

    /// <summary>Values for the arguments.</summary>
    /// <param name="random">Draws them.</param>
    public Tensor<double>[] Draw(Random random) => [.. Shapes.Select((shape, i) => Special(random, i) ?? RandomTensors.Next(random, shape, Ranges[i]))];

    /// <summary>The arguments in which the primitive depends in a given way.</summary>
    /// <param name="dependence">The way.</param>
    public IEnumerable<int> ArgumentsThatAre(Dependence dependence) =>
        Enumerable.Range(0, Shapes.Count).Where(i => Primitive.DependenceOn(i) == dependence);

    /// <summary>A seed of the case's own, the same in every run.</summary>
    public int Seed => Name.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
