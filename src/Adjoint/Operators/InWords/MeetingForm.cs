using Adjoint.Primitives.Shaping;

namespace Adjoint.Operators.InWords;

/// <summary>
/// The normal form of one correlation with the flips, extensions and foldings around it: for each axis which entries of the three parts meet. Two
/// expressions are the same map if their forms have equal keys; nothing is evaluated to find out.
/// </summary>
/// <param name="Axes">The spatial axes.</param>
/// <param name="Extended">The part that goes on beyond its ends: a result that does is folded back.</param>
/// <param name="Mode">How it does, or nothing.</param>
/// <param name="Channels">Batch and channels.</param>
internal sealed record MeetingForm(IReadOnlyList<MeetingAxis> Axes, Part Extended, Extension? Mode, ChannelRoles Channels)
{
    /// <summary>Whether these are arrays without channels, moved by one entry at a time: what the expression language has functions for.</summary>
    public bool IsOfArrays => Channels.ArePlain && Axes.All(axis => axis.Steps.Select(Math.Abs) is { Argument: <= 1, Fixed: <= 1, Result: <= 1 });

    /// <summary>Whether anything beyond the ends of a part is met.</summary>
    public bool GoesBeyond => Mode is not null && Axes.Any(axis => axis.Reach(Extended) is var (first, last) && (first < 0 || last >= axis.Lengths[Extended]));

    /// <summary>The form without an extension that nothing meets.</summary>
    public MeetingForm WithinItsEnds() => this with { Mode = null, Axes = [.. Axes.Select(axis => axis.WithoutIdleSteps(Extended))] };

    /// <summary>The spatial lengths of a part.</summary>
    public IEnumerable<int> Space(Part part) => Axes.Select(axis => axis.Lengths[part]);

    /// <summary>Whether the same entries meet.</summary>
    public bool Meets(MeetingForm other) => Axes.Count == other.Axes.Count && Keys().SequenceEqual(other.Keys());

    private IEnumerable<AxisKey> Keys() => Axes.Select(axis => axis.Key(Extended, Mode));
}
