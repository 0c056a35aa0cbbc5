using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Convolution;

/// <summary>The defining sum of <see cref="Correlation"/>, term by term.</summary>
internal static class CorrelationReference
{
    public static void Run(Correlation correlation, Tensor<double> kernel, Tensor<double> picture, Tensor<double> result)
    {
        int rank = correlation.Axes.Count;
        Shape taps = [.. Enumerable.Range(0, rank).Select(axis => correlation.Taps(kernel.Shape, axis))];
        Shape outputs = [.. correlation.Axes.Select(axis => axis.Output)];
        int[] place = new int[rank];
        foreach (int[] j in MultiIndex.Of(outputs))
        {
            foreach (int[] t in MultiIndex.Of(taps))
            {
                if (Meet(correlation, picture.Shape, j, t, place))
                {
                    AddTerms(correlation, kernel, picture, result, j, t, place);
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

    private static void AddTerms(
        Correlation correlation, Tensor<double> kernel, Tensor<double> picture, Tensor<double> result, int[] j, int[] t, int[] u)
    {
        // The kernel's channels of one group, against which the picture's channels of that group are set.
        int batch = picture.Shape[0], pictureChannels = picture.Shape[^1], group = Math.Max(1, pictureChannels / correlation.Groups);
        int outputs = kernel.Shape[^1] / correlation.Groups;
        for (int n = 0; n < batch; n++)
        {
            for (int c = 0; c < pictureChannels; c++)
            {
                double value = picture[[n, .. u, c]];
                int own = c / group, first = own * outputs;
                switch (correlation.Contraction)
                {
                    case Contraction.InputChannels:
                        for (int o = first; o < first + outputs; o++)
                        {
                            result[[n, .. j, o]] += kernel[[.. t, c % group, o]] * value;
                        }

                        break;
                    case Contraction.OutputChannels:
                        for (int i = 0; i < kernel.Shape[^2]; i++)
                        {
                            result[[n, .. j, (own * kernel.Shape[^2]) + i]] += kernel[[.. t, i, c]] * value;
                        }

                        break;
                    default:
                        for (int o = first; o < first + outputs; o++)
                        {
                            result[[.. j, c % group, o]] += kernel[[n, .. t, o]] * value;
                        }

                        break;
                }
            }
        }
    }
}
