using System.Numerics;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>Runs a primitive's fast path on operands in chosen layouts. Memory whose contents are undefined is filled with NaN.</summary>
public static class KernelRunner
{
    /// <summary>The fast path's result in C order.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="primitive">What to run.</param>
    /// <param name="arguments">Values in C order.</param>
    /// <param name="layouts">A layout for each argument.</param>
    /// <param name="resultLayout">The layout that the result is written in.</param>
    /// <param name="workers">Threads.</param>
    public static Tensor<T> Run<T>(
        Primitive primitive, IReadOnlyList<Tensor<T>> arguments, IReadOnlyList<Layout> layouts, Layout resultLayout, WorkerPool workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(primitive);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(layouts);
        Shape[] shapes = [.. arguments.Select(argument => argument.Shape)];
        Shape shape = primitive.ResultShape(shapes);
        Operand<T>[] operands = [.. arguments.Select((argument, i) => new Operand<T>(Permuted(argument, layouts[i], toMemory: true).Memory, argument.Shape, layouts[i]))];
        Tensor<T> result = new(shape);
        result.Span.Fill(T.NaN);
        T[] scratch = new T[primitive.ScratchLength(shapes)];
        scratch.AsSpan().Fill(T.NaN);
        primitive.Execute(new KernelCall<T>(operands, new Operand<T>(result.Memory, shape, resultLayout), scratch, workers));
        return Permuted(result, resultLayout, toMemory: false);
    }

    /// <summary>Moves entries between C order and the order of a layout, one by one.</summary>
    private static Tensor<T> Permuted<T>(Tensor<T> tensor, Layout layout, bool toMemory)
        where T : unmanaged
    {
        Tensor<T> result = new(tensor.Shape);
        int[] strides = layout.Strides(tensor.Shape);
        for (int i = 0; i < tensor.Span.Length; i++)
        {
            int place = 0, rest = i;
            for (int axis = strides.Length - 1; axis >= 0; axis--)
            {
                place += rest % tensor.Shape[axis] * strides[axis];
                rest /= tensor.Shape[axis];
            }

            result.Span[toMemory ? place : i] = tensor.Span[toMemory ? i : place];
        }

        return result;
    }

    /// <summary>Every choice of layouts that the primitive says it accepts: one for each argument, then the result's.</summary>
    /// <param name="primitive">The primitive.</param>
    public static IEnumerable<(Layout[] Arguments, Layout Result)> Accepted(Primitive primitive)
    {
        ArgumentNullException.ThrowIfNull(primitive);
        const Layout Plain = Layout.RowMajor, Planar = Layout.Planar;
        Layout[] all(Layout layout) => [.. Enumerable.Repeat(layout, primitive.Arity)];
        switch (primitive.Layouts)
        {
            case LayoutRule.RowMajor:
                return [(all(Plain), Plain)];
            case LayoutRule.Matching:
                return [(all(Plain), Plain), (all(Planar), Planar)];
            case LayoutRule.Planar:
                IPlanarPrimitive planar = (IPlanarPrimitive)primitive;
                (Layout[], Layout) pictures = ([.. Enumerable.Range(0, primitive.Arity).Select(i => planar.IsPicture(i) ? Planar : Plain)], planar.ResultIsPicture ? Planar : Plain);
                return planar.TakesRowMajorPictures ? [pictures, (all(Plain), Plain)] : [pictures];
            default:
                return
                [
                    .. Enumerable.Range(0, 1 << (primitive.Arity + 1)).Select(bits => (
                        Enumerable.Range(0, primitive.Arity).Select(i => (bits >> i & 1) == 0 ? Plain : Planar).ToArray(),
                        (bits >> primitive.Arity) == 0 ? Plain : Planar)),
                ];
        }
    }
}
