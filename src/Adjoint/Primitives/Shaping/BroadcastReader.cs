using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// Reads a value as if it had been broadcast, a stretch at a time: fused chains of entry-by-entry operations use it, so that a
/// broadcast bias or a scalar factor is never written out in full.
/// </summary>
internal sealed class BroadcastReader
{
    private readonly StridedAxes _axes;

    /// <summary>Prepares the walk.</summary>
    public BroadcastReader(Shape source, Layout sourceLayout, Shape target, Layout targetLayout) =>
        _axes = new StridedAxes(source, sourceLayout, target, targetLayout);

    /// <summary>Writes elements start … start + destination.Length − 1 of the broadcast value, in the target's memory order.</summary>
    /// <param name="source">The value that is repeated.</param>
    /// <param name="start">The first element wanted.</param>
    /// <param name="destination">Where they go.</param>
    public void Read<T>(ReadOnlySpan<T> source, int start, Span<T> destination)
        where T : unmanaged
    {
        if (destination.IsEmpty)
        {
            return;
        }

        int run = start / _axes.Run, within = start % _axes.Run;
        while (!destination.IsEmpty)
        {
            int count = Math.Min(_axes.Run - within, destination.Length);
            int offset = _axes.Offset(run) + (within * _axes.RunStride);
            Span<T> piece = destination[..count];
            switch (_axes.RunStride)
            {
                case 0:
                    piece.Fill(source[offset]);
                    break;
                case 1:
                    source.Slice(offset, count).CopyTo(piece);
                    break;
                default:
                    for (int i = 0; i < count; i++)
                    {
                        piece[i] = source[offset + (i * _axes.RunStride)];
                    }

                    break;
            }

            destination = destination[count..];
            run++;
            within = 0;
        }
    }
}
