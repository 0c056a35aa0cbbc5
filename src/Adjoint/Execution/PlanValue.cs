using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Execution;

/// <summary>Where a value of a plan lives.</summary>
internal enum PlanStorage
{
    /// <summary>Given from outside at every run.</summary>
    Input,

    /// <summary>Part of the plan.</summary>
    Constant,

    /// <summary>In the arena of a session.</summary>
    Arena,
}

/// <summary>A value that a plan's steps read or write.</summary>
internal sealed class PlanValue(Shape shape, Layout layout, PlanStorage storage)
{
    public Shape Shape { get; } = shape;

    public Layout Layout { get; } = layout;

    public PlanStorage Storage { get; } = storage;

    /// <summary>The number of the input or constant, or the first element in the arena.</summary>
    public int Place { get; set; } = -1;

    /// <summary>A value whose memory this one shares under another shape or layout; nothing if it has its own.</summary>
    public PlanValue? Shares { get; init; }

    /// <summary>The value that owns the memory.</summary>
    public PlanValue Owner => Shares is null ? this : Shares.Owner;
}
