using System.Globalization;
using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>Some of the samples of a source, such as those of a split.</summary>
/// <param name="source">The source.</param>
/// <param name="items">Which of its samples, in the order that they get here.</param>
public sealed class SelectedSamples(SampleSource source, IReadOnlyList<int> items) : SampleSource
{
    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"{items.Count} of {source.Description}");

    /// <inheritdoc/>
    public override int Count => items.Count;

    /// <inheritdoc/>
    public override Shape InputShape => source.InputShape;

    /// <inheritdoc/>
    public override Shape TargetShape => source.TargetShape;

    /// <inheritdoc/>
    public override Shape? WeightShape => source.WeightShape;

    /// <inheritdoc/>
    public override void Fill(int epoch, int index, Span<float> input, Span<float> target) => source.Fill(epoch, items[index], input, target);

    /// <inheritdoc/>
    public override void FillWeights(int epoch, int index, Span<float> weights) => source.FillWeights(epoch, items[index], weights);
}
