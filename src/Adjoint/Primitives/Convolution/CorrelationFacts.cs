using Adjoint.Graph.Facts;

namespace Adjoint.Primitives.Convolution;

/// <summary>The facts of <see cref="Correlation"/>.</summary>
internal static class CorrelationFacts
{
    private const string Source =
        "bilinear; ‖A‖₂ ≤ √(‖A‖₁‖A‖∞) (Golub & Van Loan 2013, corollary 2.3.2), with row and column sums bounded by counting taps";

    public static PrimitiveFacts Of(Correlation correlation, ArgumentFacts kernel, ArgumentFacts picture, int? degree)
    {
        double taps = 1, outputs = 1;
        bool dense = true;
        for (int i = 0; i < correlation.Axes.Count; i++)
        {
            CorrelationAxis axis = correlation.Axes[i];
            int own = correlation.Taps(kernel.Shape, i);
            taps *= own;
            outputs *= axis.Output;
            int last = ((axis.Output - 1) * axis.Stride) + ((own - 1) * axis.Dilation) - axis.Before;
            dense &= axis.InputDilation == 1 && axis.Before <= 0 && last < picture.Shape[i + 1];
        }

        // A kernel entry meets one channel of the picture, a picture entry the channels of its group.
        double outputsOfGroup = kernel.Shape[^1] / correlation.Groups, inputsOfGroup = picture.Shape[^1] / correlation.Groups;
        double batch = picture.Shape[0], meetings = Math.Min(taps, outputs);

        // Terms in one result, and results that one picture entry and one kernel entry take part in.
        (double terms, double ofPicture, double ofKernel) = correlation.Contraction switch
        {
            Contraction.InputChannels => (taps * kernel.Shape[^2], meetings * outputsOfGroup, batch * outputs),
            Contraction.OutputChannels => (taps * outputsOfGroup, meetings * kernel.Shape[^2], batch * outputs),
            _ => (batch * taps, meetings * outputsOfGroup, outputs * inputsOfGroup),
        };
        Interval product = kernel.Range * picture.Range;
        return new(
            product.Sum(dense ? (long)terms : 0, (long)terms),
            degree,
            Curvature.Unknown,
            [
                InArgument.LinearWith(picture.Range, Norm(picture.Range.Magnitude, terms, ofKernel)),
                InArgument.LinearWith(kernel.Range, Norm(kernel.Range.Magnitude, terms, ofPicture)),
            ],
            Source);
    }

    private static double Norm(double largest, double rowTerms, double columnTerms) =>
        largest == 0 || rowTerms == 0 || columnTerms == 0 ? 0 : largest * Math.Sqrt(rowTerms * columnTerms) * (1 + 1e-15);
}
