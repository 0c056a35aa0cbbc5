namespace Adjoint.Imaging.Plots;

/// <summary>A named line of points.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Positions">Where the points are: epochs or steps.</param>
/// <param name="Values">How high they are, as many as positions. One that is not finite leaves a gap.</param>
public sealed record Curve(string Name, IReadOnlyList<double> Positions, IReadOnlyList<double> Values)
{
    /// <summary>A line whose points are at 1, 2, 3, …</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="values">How high the points are.</param>
    public Curve(string name, IReadOnlyList<double> values)
        : this(name, [.. Enumerable.Range(1, values?.Count ?? throw new ArgumentNullException(nameof(values))).Select(i => (double)i)], values)
    {
    }
}
