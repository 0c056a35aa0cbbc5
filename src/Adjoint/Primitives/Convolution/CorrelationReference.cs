using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Convolution;

/// <summary>The defining sum of <see cref="Correlation"/>, term by term.</summary>
internal static class CorrelationReference
{
    /// <summary>Computes the sum.</summary>
    public static void Run(Correlation correlation, Tensor<double> kernel, Tensor<double> picture, Tensor<double> result) =>
        Visit(correlation, kernel.Shape, picture.Shape, result.Shape, (k, y, r) => result.Span[r] += kernel.Span[k] * picture.Span[y]);

    /// <summary>Hands out every term <c>result[r] += kernel[k] · picture[y]</c> as the places k, y and r in C order.</summary>
    /// <param name="correlation">The correlation.</param>
    /// <param name="kernel">The kernel's shape.</param>
    /// <param name="picture">The picture's shape.</param>
    /// <param name="result">The result's shape.</param>
    /// <param name="term">Receives k, y and r.</param>
    public static void Visit(Correlation correlation, Shape kernel, Shape picture, Shape result, Action<int, int, int> term)
    {
        int rank = correlation.Axes.Count;
        Shape taps = [.. Enumerable.Range(0, rank).Select(axis => correlation.Taps(kernel, axis))];
        Shape outputs = [.. correlation.Axes.Select(axis => axis.Output)];
        int[] place = new int[rank];
        foreach (int[] j in MultiIndex.Of(outputs))
        {
            foreach (int[] t in MultiIndex.Of(taps))
            {
                if (Meet(correlation, picture, j, t, place))
                {
                    VisitChannels(correlation, kernel, picture, result, Place(j, outputs), Place(t, taps), Place(place, picture[1..^1]), term);
                }
            }
        }
    }

    /// <summary>Where output j and tap t meet the picture; false between its entries and outside.</summary>
    private static bool Meet(Correlation correlation, Shape picture, int[] j, int[] t, int[] place)
    {
        for (int axis = 0; axis < place.Length; axis++)
        {
            CorrelationAxis own = correlation.Axes[axis];
            int u = (j[axis] * own.Stride) + (t[axis] * own.Dilation) - own.Before;
            if (u < 0 || u % own.InputDilation != 0 || u / own.InputDilation >= picture[axis + 1])
            {
                return false;
            }

            place[axis] = u / own.InputDilation;
        }

        return true;
    }

    private static void VisitChannels(Correlation correlation, Shape kernel, Shape picture, Shape result, int j, int t, int u, Action<int, int, int> term)
    {
        // The kernel's channels of one group, against which the picture's channels of that group are set.
        int batch = picture[0], pictureChannels = picture[^1], group = Math.Max(1, pictureChannels / correlation.Groups);
        int pixels = picture[1..^1].Size, places = correlation.Contraction == Contraction.Batch ? 0 : result[1..^1].Size, taps = kernel[1..^1].Size;
        int outputs = kernel[^1] / correlation.Groups, inputs = kernel[^2];
        for (int n = 0; n < batch; n++)
        {
            for (int c = 0; c < pictureChannels; c++)
            {
                int own = c / group, first = own * outputs, value = (((n * pixels) + u) * pictureChannels) + c;
                switch (correlation.Contraction)
                {
                    case Contraction.InputChannels:
                        for (int o = first; o < first + outputs; o++)
                        {
                            term((((t * inputs) + (c % group)) * kernel[^1]) + o, value, (((n * places) + j) * result[^1]) + o);
                        }

                        break;
                    case Contraction.OutputChannels:
                        for (int i = 0; i < inputs; i++)
                        {
                            term((((t * inputs) + i) * kernel[^1]) + c, value, (((n * places) + j) * result[^1]) + (own * inputs) + i);
                        }

                        break;
                    default:
                        for (int o = first; o < first + outputs; o++)
                        {
                            term((((n * taps) + t) * kernel[^1]) + o, value, (((j * result[^2]) + (c % group)) * result[^1]) + o);
                        }

                        break;
                }
            }
        }
    }

    private static int Place(int[] index, Shape shape)
    {
        int place = 0;
        for (int axis = 0; axis < index.Length; axis++)
        {
            place = (place * shape[axis]) + index[axis];
        }

        return place;
    }
}
