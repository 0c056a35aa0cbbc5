namespace Adjoint.Kernels.Convolution;

/// <summary>The taps of a <see cref="DotTile"/> and where they read.</summary>
/// <param name="Rows">Rows of taps.</param>
/// <param name="RowStep">From one to the next.</param>
/// <param name="Columns">Columns of taps.</param>
/// <param name="ColumnStep">From one to the next.</param>
/// <param name="Registers">Registers of input channels.</param>
/// <param name="LastRegister">Where the last of them starts; it may lie partly over the one before, and its weights are zero there.</param>
internal readonly record struct DotWalk(int Rows, nint RowStep, int Columns, nint ColumnStep, int Registers, int LastRegister);
