namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The steps of a <see cref="BroadcastTile"/>: three nested loops, each with the distance that it moves in the picture, where
/// numbers are read, and in the matrix, where lines are. Loops that move on as the loop within them would are joined to it.
/// </summary>
internal readonly struct BroadcastWalk
{
    internal readonly int Planes = 1, Runs = 1, Length;
    internal readonly nint PlaneNumberStep, PlaneMatrixStep, RunNumberStep, RunMatrixStep, NumberStep, MatrixStep;

    /// <summary>Nests three loops, outermost first; each is how often it runs, its step in the picture and its step in the matrix.</summary>
    internal BroadcastWalk((int Count, nint Number, nint Matrix) planes, (int Count, nint Number, nint Matrix) runs, (int Count, nint Number, nint Matrix) steps)
    {
        if (Continues(runs, steps)) (runs, steps) = ((1, 0, 0), (runs.Count * steps.Count, steps.Number, steps.Matrix));
        if (runs.Count == 1) (planes, runs) = ((1, 0, 0), planes);
        if (Continues(runs, steps)) (runs, steps) = ((1, 0, 0), (runs.Count * steps.Count, steps.Number, steps.Matrix));
        (Planes, PlaneNumberStep, PlaneMatrixStep) = planes;
        (Runs, RunNumberStep, RunMatrixStep) = runs;
        (Length, NumberStep, MatrixStep) = steps;
    }

    private static bool Continues((int Count, nint Number, nint Matrix) outer, (int Count, nint Number, nint Matrix) inner) =>
        outer.Number == inner.Count * inner.Number && outer.Matrix == inner.Count * inner.Matrix;
}
