using System.Numerics;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>Tensors from one element type to another.</summary>
internal static class Precision
{
    /// <summary>The same numbers as another type, rounded to nearest where it is narrower; the tensor itself where the types are the same.</summary>
    public static Tensor<TTo> Convert<TFrom, TTo>(Tensor<TFrom> tensor)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        if (tensor is Tensor<TTo> same)
        {
            return same;
        }

        Tensor<TTo> result = new(tensor.Shape);
        ReadOnlySpan<TFrom> source = tensor.Span;
        Span<TTo> destination = result.Span;
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = TTo.CreateTruncating(source[i]);
        }

        return result;
    }
}
