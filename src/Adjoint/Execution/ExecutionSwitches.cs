namespace Adjoint.Execution;

/// <summary>Switches of the process that plans obey when they are compiled: set them with <see cref="AppContext.SetSwitch"/> before the first model runs, or in the program's runtimeconfig.json.</summary>
public static class ExecutionSwitches
{
    /// <summary>
    /// Winograd's method for kernels of 3 × 3 with many channels, in single precision: on if not set. It is two to three times as fast as the plain sums; its rounding
    /// errors are larger, some 1e-6 of the largest result where those of the sums are some 1e-7.
    /// </summary>
    public const string Winograd = "Adjoint.Winograd";

    /// <summary>Whether plans keep to kernels whose rounding errors are those of plain sums.</summary>
    internal static bool DirectOnly => AppContext.TryGetSwitch(Winograd, out bool on) && !on;
}
