using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// Base of the operations that move entries along axes: a large value's index goes, axis by axis, to an index of a small
/// value or to none. Read one way it gathers (pad, flip, extend, crop), read the other way it adds up (fold): the two are adjoints.
/// </summary>
public abstract record AxisMapPrimitive : Primitive
{
    /// <summary>None: the entry is zero when gathered and dropped when added up.</summary>
    private protected const int Nowhere = -1;

    /// <inheritdoc/>
    public sealed override int Arity => 1;

    /// <inheritdoc/>
    public sealed override LayoutRule Layouts => LayoutRule.Matching;

    /// <inheritdoc/>
    public sealed override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <summary>Whether entries are added up into the mapped place instead of read from there.</summary>
    private protected virtual bool IsScatter => false;

    /// <summary>The index that <paramref name="index"/> of the mapped-from value goes to, or <see cref="Nowhere"/>.</summary>
    /// <param name="axis">The logical axis.</param>
    /// <param name="index">An index along that axis of the result (of the argument, when scattering).</param>
    /// <param name="length">The length of that axis of the argument (of the result, when scattering).</param>
    private protected abstract int Map(int axis, int index, int length);

    /// <summary>Whether an axis is left as it is, if it is as long in argument and result.</summary>
    /// <param name="axis">The logical axis.</param>
    private protected abstract bool IsIdentity(int axis);

    /// <inheritdoc/>
    public sealed override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        (Shape walked, Shape mapped) = IsScatter ? (arguments[0].Shape, result.Shape) : (result.Shape, arguments[0].Shape);
        foreach (int[] index in MultiIndex.Of(walked))
        {
            int[] place = new int[index.Length];
            for (int axis = 0; axis < place.Length; axis++)
            {
                place[axis] = Map(axis, index[axis], mapped[axis]);
            }

            if (place.Contains(Nowhere))
            {
                continue;
            }

            if (IsScatter)
            {
                result[place] += arguments[0][index];
            }
            else
            {
                result[index] = arguments[0][place];
            }
        }
    }

    /// <inheritdoc/>
    public sealed override void Execute<T>(in KernelCall<T> call)
    {
        Operand<T> walked = IsScatter ? call.Arguments[0] : call.Result;
        Operand<T> mapped = IsScatter ? call.Result : call.Arguments[0];
        if (IsScatter)
        {
            call.Result.Span.Clear();
        }

        // Trailing axes (in memory) that are left alone move as one block.
        Span<int> axes = stackalloc int[walked.Shape.Rank];
        MemoryOrder(walked.Layout, axes);
        int block = 1;
        while (axes.Length > 0 && walked.Shape[axes[^1]] == mapped.Shape[axes[^1]] && IsIdentity(axes[^1]))
        {
            block *= walked.Shape[axes[^1]];
            axes = axes[..^1];
        }

        Walk(walked.Span, walked.Shape, mapped.Span, mapped.Shape, axes, block);
    }

    /// <summary>Handles the outermost axis of <paramref name="axes"/> and recurses into the others; the depth is the rank.</summary>
    private void Walk<T>(Span<T> walked, Shape walkedShape, Span<T> mapped, Shape mappedShape, ReadOnlySpan<int> axes, int block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (axes.IsEmpty)
        {
            Move(walked, mapped);
            return;
        }

        int axis = axes[0], length = walkedShape[axis], mappedLength = mappedShape[axis];
        int stride = length == 0 ? 0 : walked.Length / length, mappedStride = mappedLength == 0 ? 0 : mapped.Length / mappedLength;
        for (int i = 0; i < length;)
        {
            int place = Map(axis, i, mappedLength);
            int count = 1;
            if (axes.Length == 1)
            {
                // The innermost moved axis: neighbours that stay neighbours go in one piece.
                while (i + count < length && Map(axis, i + count, mappedLength) == (place == Nowhere ? Nowhere : place + count))
                {
                    count++;
                }
            }

            Span<T> here = walked.Slice(i * stride, count * stride);
            if (place != Nowhere)
            {
                Walk(here, walkedShape, mapped.Slice(place * mappedStride, count * mappedStride), mappedShape, axes[1..], block);
            }
            else if (!IsScatter)
            {
                here.Clear();
            }

            i += count;
        }
    }

    private void Move<T>(Span<T> walked, Span<T> mapped)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsScatter)
        {
            ElementwiseLoops.Apply<T, AddOperator<T>>(mapped, walked, mapped);
        }
        else
        {
            mapped.CopyTo(walked);
        }
    }

    /// <summary>The logical axes in the order in which they lie in memory, outermost first.</summary>
    internal static void MemoryOrder(Layout layout, Span<int> axes)
    {
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = i;
        }

        if (layout == Layout.Planar && axes.Length >= 3)
        {
            int channels = axes[^1];
            axes[1..^1].CopyTo(axes[2..]);
            axes[1] = channels;
        }
    }
}
