using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Operators.InWords;

/// <summary>Words for what is put around a value, and for flips.</summary>
internal static class MarginWords
{
    /// <summary>Numbers for each axis: one number where there is one axis.</summary>
    public static string Numbers(IEnumerable<int> numbers) => string.Join('×', numbers);

    /// <summary>How far a value goes on.</summary>
    public static string Told(IReadOnlyList<int> before, IReadOnlyList<int> after) => Sides(before, after, "");

    /// <summary>Zeros around a value, and entries that are left out where counts are negative; nothing if there are neither.</summary>
    public static string Zeros(IReadOnlyList<int> before, IReadOnlyList<int> after)
    {
        int[] front = [.. before.Select(Positive)], behind = [.. after.Select(Positive)];
        int[] first = [.. before.Select(count => Positive(-count))], last = [.. after.Select(count => Positive(-count))];
        string zeros = IsNothing([.. front, .. behind]) ? "" : Sides(front, behind, IsOne(front) || (IsNothing(front) && IsOne(behind)) ? " zero" : " zeros");
        string left = (IsNothing(first), IsNothing(last)) switch
        {
            (true, true) => "",
            (true, false) => $"its last {Numbers(last)} left out",
            (false, true) => $"its first {Numbers(first)} left out",
            _ => $"its first {Numbers(first)} and last {Numbers(last)} left out",
        };
        return zeros.Length > 0 && left.Length > 0 ? $"{left}, {zeros}" : left + zeros;
    }

    /// <summary>Puts zeros around a value, or leaves entries out where a count is negative.</summary>
    public static Expr Apply(Expr value, IReadOnlyList<int> before, IReadOnlyList<int> after)
    {
        Expr cropped = before.Concat(after).Any(count => count < 0)
            ? Expressions.Crop(value, Shape([.. before.Select(count => Positive(-count))]), Shape([.. after.Select(count => Positive(-count))]))
            : value;
        return before.Concat(after).Any(count => count > 0) ? Expressions.Pad(cropped, Shape([.. before.Select(Positive)]), Shape([.. after.Select(Positive)])) : cropped;
    }

    /// <summary>A value that is flipped along some axes of space. It does not matter to axes of one entry.</summary>
    public static string Flipped(Phrase value, IReadOnlyList<StandardAxis> axes, Func<StandardAxis, bool> flips, Func<StandardAxis, bool> matters)
    {
        int[] flipped = [.. Enumerable.Range(0, axes.Count).Where(axis => flips(axes[axis]))];
        return flipped.Length == 0 ? value.Enclosed
            : axes.All(axis => flips(axis) || !matters(axis)) ? $"flip({value.Text})"
            : $"flip({value.Text}, along axis {string.Join(" and ", flipped)} of space)";
    }

    /// <summary>How a value is extended.</summary>
    public static string Extending(Extension mode) => mode switch
    {
        Extension.Circular => "circularly",
        Extension.Reflect => "by reflection about its end entries",
        Extension.Symmetric => "by reflection about its ends",
        _ => "by copies of its end entries",
    };

    /// <summary>Where the border is folded to, and how much of it there is.</summary>
    public static string Folding(Extension mode, IReadOnlyList<int> before, IReadOnlyList<int> after)
    {
        string target = mode switch
        {
            Extension.Circular => "at the other",
            Extension.Reflect => "where it is mirrored to about the end entry",
            Extension.Symmetric => "where it is mirrored to about the end",
            _ => "to the end entry",
        };
        return $"{mode.ToString().ToLowerInvariant()}, {Told(before, after)}: what lies beyond {(mode == Extension.Circular ? "one" : "an")} end is added {target}";
    }

    private static string Sides(IReadOnlyList<int> before, IReadOnlyList<int> after, string what) =>
        before.SequenceEqual(after) ? $"{Numbers(before)}{what} on each side"
        : IsNothing(after) ? $"{Numbers(before)}{what} in front"
        : IsNothing(before) ? $"{Numbers(after)}{what} behind"
        : $"{Numbers(before)}{what} in front and {Numbers(after)} behind";

    private static bool IsNothing(IReadOnlyList<int> counts) => counts.All(count => count == 0);

    private static bool IsOne(IReadOnlyList<int> counts) => counts is [1];

    private static int Positive(int count) => Math.Max(count, 0);

    private static Shape Shape(int[] lengths) => Tensors.Shape.Create(lengths);
}
