using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// How a leaf is cut out of a periodic texture: turned, enlarged, and stretched along one direction, as grass, fur and wood grain are.
/// Places are counted in 256ths of the texture's pixels, so that no rounding depends on the machine.
/// </summary>
internal readonly struct LeafTexture
{
    private const int One = 256;

    internal LeafTexture(ref KeyedRandom random)
    {
        (float sine, float cosine) = MathF.SinCos(2 * MathF.PI * random.NextUniformSingle());
        float across = One * (0.5f + (0.6f * random.NextUniformSingle())), along = across * (0.1f + (0.9f * random.NextUniformSingle()));
        (ColumnStepX, RowStepX) = ((int)(across * cosine), (int)(across * sine));
        (ColumnStepY, RowStepY) = ((int)(-along * sine), (int)(along * cosine));
        uint bits = random.NextUInt();
        (StartX, StartY, Number) = ((int)(bits & 0xFFFF), (int)((bits >> 8) & 0xFFFF), (int)(bits >> 24));
    }

    /// <summary>Which texture; to be taken modulo their number.</summary>
    internal int Number { get; }

    private int StartX { get; }

    private int StartY { get; }

    /// <summary>How far one column leads along the texture's rows.</summary>
    internal int ColumnStepX { get; }

    /// <summary>How far one column leads down the texture.</summary>
    internal int ColumnStepY { get; }

    private int RowStepX { get; }

    private int RowStepY { get; }

    /// <summary>The place in the texture where a row of the plane begins.</summary>
    /// <param name="row">The row.</param>
    internal (int X, int Y) Start(int row) => (StartX + (row * RowStepX), StartY + (row * RowStepY));
}
