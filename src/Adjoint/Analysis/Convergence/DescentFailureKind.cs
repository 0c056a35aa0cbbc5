namespace Adjoint.Analysis.Convergence;

/// <summary>How gradient descent fails.</summary>
public enum DescentFailureKind
{
    /// <summary>The gradient vanishes at a point, and the loss is lower elsewhere: descent that starts there stays.</summary>
    StationaryPoint,

    /// <summary>Along a ray the loss falls without end.</summary>
    UnboundedBelow,

    /// <summary>The gradient grows faster than the distance, so that for every step there is a start from which the iterates run away.</summary>
    Divergence,

    /// <summary>The loss has kinks, between whose sides the iterates go to and fro for every step.</summary>
    Oscillation,

    /// <summary>The gradient is taken as 0 at a kink from which the loss falls: descent that starts there stays.</summary>
    Stall,

    /// <summary>For every step there is a start whose next iterate lies where the loss is not defined.</summary>
    Departure,
}
