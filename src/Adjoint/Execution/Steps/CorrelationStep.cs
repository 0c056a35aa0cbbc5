using Adjoint.Execution.Passes;
using Adjoint.Graph;
using Adjoint.Kernels.Convolution;
using Adjoint.Primitives.Convolution;
using Correlation = Adjoint.Primitives.Convolution.Correlation;

namespace Adjoint.Execution.Steps;

/// <summary>
/// A correlation with its bias, rectifier or gate in one sweep. Reads kernel, picture, then bias and gate where there are any; the pictures among them
/// and the result are in one layout.
/// </summary>
internal sealed class CorrelationStep(FusedCorrelation fused, CorrelationForm form, PlanValue[] reads, PlanValue write)
    : PlanStep(reads, write, ((Correlation)fused.Node.Primitive).ScratchLength(reads[0].Shape, reads[1].Shape, form))
{
    private readonly Correlation _correlation = (Correlation)fused.Node.Primitive;
    private readonly bool _hasBias = fused.Bias is not null, _relu = fused.Relu, _hasGate = fused.Gate is not null;

    public override void Execute<T>(in KernelCall<T> call)
    {
        Epilogue<T> epilogue = new()
        {
            Bias = _hasBias ? call.Arguments[2].Span : default,
            Relu = _relu,
            Gate = _hasGate ? call.Arguments[^1].Span : default,
        };
        _correlation.ExecuteWith(call, form, epilogue);
    }

    public override string ToString() => $"{_correlation} {form.Name}{(_hasBias ? " + bias" : "")}{(_relu ? " + relu" : "")}{(_hasGate ? " + gate" : "")}";
}
