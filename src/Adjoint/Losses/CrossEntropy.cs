using System.Globalization;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Losses;

/// <summary>
/// The cross-entropy of classes: <c>−Σₖ cₖ tₖ log softmax(z)ₖ</c> along the last axis, averaged over samples and pixels. The prediction is logits z, one for each class, and the
/// target a distribution over the classes: a one in the right place, or shares; or the right class's number, from 0, in an array without the axis of classes. Its gradient, without class weights, is <c>(softmax(z) − t) / n</c>.
/// </summary>
/// <remarks>
/// Label smoothing s takes <c>(1 − s) t + s / classes</c> for t (Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2016, section 7). Class weights c are 1 if left out; the mean divides by the number
/// of samples and pixels whatever they are, so that parts of a batch add up, where PyTorch with class indices divides by the sum of their weights.
/// </remarks>
public sealed class CrossEntropy : Loss
{
    /// <summary>Makes a loss.</summary>
    /// <param name="labelSmoothing">The share of each target that is spread evenly over all classes, 0 … 1.</param>
    /// <param name="classWeights">A weight for each class, at least 0; none for 1.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public CrossEntropy(double labelSmoothing = 0, params IReadOnlyList<double> classWeights)
    {
        ArgumentNullException.ThrowIfNull(classWeights);
        LabelSmoothing = labelSmoothing is >= 0 and <= 1
            ? labelSmoothing
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The label smoothing of a cross-entropy is from 0 to 1, not {labelSmoothing}."), nameof(labelSmoothing));
        ClassWeights = classWeights.All(weight => weight >= 0 && double.IsFinite(weight))
            ? [.. classWeights]
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The class weights of a cross-entropy are at least 0, not {string.Join(", ", classWeights)}."), nameof(classWeights));
    }

    /// <summary>The share of each target that is spread evenly over all classes.</summary>
    public double LabelSmoothing { get; }

    /// <summary>A weight for each class; none for 1.</summary>
    public IReadOnlyList<double> ClassWeights { get; }

    /// <inheritdoc/>
    public override string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"cross-entropy{(LabelSmoothing > 0 ? $", label smoothing {LabelSmoothing}" : "")}{(ClassWeights.Count > 0 ? $", class weights {string.Join(' ', ClassWeights)}" : "")}");

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        Expr shares = ClassShares(prediction, target);
        int classes = shares.Shape[^1];
        Expr wanted = LabelSmoothing > 0 ? (shares * (1 - LabelSmoothing)) + (LabelSmoothing / classes) : shares;
        if (ClassWeights.Count > 0)
        {
            wanted *= ClassWeights.Count == classes
                ? new Constant(new Tensor<double>([classes], [.. ClassWeights]))
                : throw new ShapeException($"There are {ClassWeights.Count} class weights for the {classes} classes of {prediction.Shape}; give one for each.");
        }

        return Expressions.Mean(Weighted(Expressions.CrossEntropyOfRows(prediction, wanted), weights));
    }

    /// <summary>Reads the loss's settings.</summary>
    internal static CrossEntropy Read(SettingsReader settings) => new(
        settings.Number("label-smoothing", "The share of each target that is spread evenly over all classes.", 0, minimum: 0, maximum: 1),
        settings.Numbers("class-weights", "A weight for each class, at least 0; none for 1.", []));
}
