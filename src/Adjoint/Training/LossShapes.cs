using Adjoint.Data;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>The shapes of one sample.</summary>
/// <param name="Input">Of its input.</param>
/// <param name="Target">Of its target.</param>
/// <param name="Weights">Of its weights; nothing if all are 1.</param>
internal readonly record struct LossShapes(Shape Input, Shape Target, Shape? Weights)
{
    public static LossShapes Of(SampleSource source) => new(source.InputShape, source.TargetShape, source.WeightShape);
}
