using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>Convolution of pictures with batch and channels by plain loops over its definition, with no code of the library.</summary>
public static class DirectPictures
{
    /// <summary>
    /// One picture and one pair of channels at a time: the picture's entries moved apart, the kernel's too, then the definition over all
    /// axes, of which every stride-th result is kept. Output channel o belongs to group ⌊o / (outputs / groups)⌋.
    /// </summary>
    public static Tensor<double> Of(
        Tensor<double> w, Tensor<double> y, Boundary boundary, bool flips, int[] strides, int[] dilations, int[] inputDilations, int groups)
    {
        int inputs = w.Shape[^2], outputs = w.Shape[^1], rank = strides.Length;
        Tensor<double>? result = null;
        for (int n = 0; n < y.Shape[0]; n++)
        {
            for (int o = 0; o < outputs; o++)
            {
                for (int i = 0; i < inputs; i++)
                {
                    Tensor<double> taps = Apart(w.Shape[..rank], dilations, index => w[[.. index, i, o]]);
                    Tensor<double> picture = Apart(y.Shape[1..^1], inputDilations, index => y[[n, .. index, (o / (outputs / groups) * inputs) + i]]);
                    Tensor<double> whole = Definition(taps, picture, boundary, flips);
                    Shape kept = [.. whole.Shape.Select((length, axis) => ((length - 1) / strides[axis]) + 1)];
                    result ??= new Tensor<double>([y.Shape[0], .. kept, outputs]);
                    foreach (int[] index in DirectConvolution.Indices(kept))
                    {
                        result[[n, .. index, o]] += whole[[.. index.Select((place, axis) => place * strides[axis])]];
                    }
                }
            }
        }

        return result!;
    }

    /// <summary>Full and valid of pictures let the kernel move over the picture, even where it is the larger one.</summary>
    private static Tensor<double> Definition(Tensor<double> taps, Tensor<double> picture, Boundary boundary, bool flips)
    {
        if (flips || boundary is not (Boundary.Full or Boundary.Valid))
        {
            return DirectConvolution.Of(taps, picture, boundary, flips);
        }

        double[] reversed = taps.Span.ToArray();
        Array.Reverse(reversed);
        return DirectConvolution.Of(new Tensor<double>(taps.Shape, reversed), picture, boundary, flips: true);
    }

    private static Tensor<double> Apart(Shape shape, int[] distances, Func<int[], double> entry)
    {
        Tensor<double> result = new([.. shape.Select((length, axis) => Extent(length, distances[axis]))]);
        foreach (int[] index in DirectConvolution.Indices(shape))
        {
            result[[.. index.Select((place, axis) => place * distances[axis])]] = entry(index);
        }

        return result;
    }

    /// <summary>How far entries that lie a distance apart reach.</summary>
    public static int Extent(int length, int distance) => ((length - 1) * distance) + 1;
}
