using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Laws;

/// <summary>A primitive with arguments to hold it to the laws with.</summary>
/// <param name="Name">The case's name in reports.</param>
/// <param name="Primitive">The primitive.</param>
/// <param name="Shapes">The shapes of its arguments.</param>
/// <param name="Result">The shape that the result must have, known without the primitive.</param>
public sealed record PrimitiveCase(string Name, Primitive Primitive, IReadOnlyList<Shape> Shapes, Shape Result)
{
    /// <summary>Where each argument's entries are drawn from; [−2, 3] where nothing is said.</summary>
    public IReadOnlyList<Interval> Ranges { get; init; } = [.. Shapes.Select(_ => new Interval(-2, 3))];

    /// <summary>A place where the derivative jumps, which difference quotients keep away from.</summary>
    public double? Kink { get; init; }

    /// <summary>Whether an argument may have a range when the facts are asked for. A number that it may not have as a range is a pole.</summary>
    public Func<int, Interval, bool> Admits { get; init; } = static (_, _) => true;

    /// <summary>How an argument is drawn where an interval does not say it: indices are whole numbers. Nothing for the others.</summary>
    public Func<Random, int, Tensor<double>?> Special { get; init; } = static (_, _) => null;

    /// <summary>Values for the arguments.</summary>
    public Tensor<double>[] Draw(Random random) => [.. Shapes.Select((shape, i) => Special(random, i) ?? RandomTensors.Next(random, shape, Ranges[i]))];

    /// <summary>The arguments in which the primitive depends in a given way.</summary>
    public IEnumerable<int> ArgumentsThatAre(Dependence dependence) =>
        Enumerable.Range(0, Shapes.Count).Where(i => Primitive.DependenceOn(i) == dependence);

    /// <summary>A seed of the case's own, the same in every run.</summary>
    public int Seed => Name.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    public override string ToString() => Name;
}
