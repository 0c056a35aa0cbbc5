using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// The axes of a large value in memory order, each with the stride that a smaller value, broadcast to it, has along it
/// (0 where it is repeated). Neighbouring axes that can be walked as one are merged, so that most cases come down to two.
/// </summary>
internal readonly struct StridedAxes
{
    private readonly int[] _lengths;
    private readonly int[] _strides;

    /// <summary>Lines up the axes.</summary>
    /// <param name="small">The smaller shape, which broadcasts to <paramref name="large"/>.</param>
    /// <param name="smallLayout">Its layout.</param>
    /// <param name="large">The larger shape.</param>
    /// <param name="largeLayout">Its layout, which gives the order of the walk.</param>
    public StridedAxes(Shape small, Layout smallLayout, Shape large, Layout largeLayout)
    {
        int[] own = smallLayout.Strides(small);
        int[] order = largeLayout.Strides(large);
        int[] axes = [.. Enumerable.Range(0, large.Rank)];

        // Memory order is by falling stride; axes of length 1 may go anywhere and are dropped.
        Array.Sort(axes, (a, b) => order[b] != order[a] ? order[b].CompareTo(order[a]) : a.CompareTo(b));
        List<int> lengths = [], strides = [];
        foreach (int axis in axes)
        {
            if (large[axis] == 1)
            {
                continue;
            }

            int ownAxis = axis - (large.Rank - small.Rank);
            int stride = ownAxis < 0 || small[ownAxis] == 1 ? 0 : own[ownAxis];
            if (lengths.Count > 0 && strides[^1] == stride * large[axis])
            {
                lengths[^1] *= large[axis];
                strides[^1] = stride;
            }
            else
            {
                lengths.Add(large[axis]);
                strides.Add(stride);
            }
        }

        if (lengths.Count == 0)
        {
            lengths.Add(1);
            strides.Add(0);
        }

        _lengths = [.. lengths];
        _strides = [.. strides];
    }

    /// <summary>Length of the innermost run.</summary>
    public int Run => _lengths[^1];

    /// <summary>The small value's stride along the innermost run: 0 (one number repeated), 1 (contiguous) or more.</summary>
    public int RunStride => _strides[^1];

    /// <summary>The number of axes left after merging.</summary>
    public int Count => _lengths.Length;

    /// <summary>Length of a merged axis.</summary>
    public int Length(int axis) => _lengths[axis];

    /// <summary>The small value's stride along a merged axis.</summary>
    public int Stride(int axis) => _strides[axis];

    /// <summary>Where run number <paramref name="run"/> starts in the small value.</summary>
    public int Offset(int run)
    {
        int offset = 0;
        for (int axis = _lengths.Length - 2; axis >= 0; axis--)
        {
            offset += run % _lengths[axis] * _strides[axis];
            run /= _lengths[axis];
        }

        return offset;
    }
}
