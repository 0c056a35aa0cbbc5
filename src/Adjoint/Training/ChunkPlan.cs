using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// The plan of a chunk of samples. Inputs: samples, targets, the chunk's share of the batch, weights if there are any, the parameters, random numbers. Outputs: the
/// chunk's part of the loss, its gradient parameter by parameter, and new states.
/// </summary>
internal sealed record ChunkPlan(Plan Plan, int Samples, bool HasWeights, int FirstParameter, int FirstNoise, IReadOnlyList<Shape> Noise, IReadOnlyList<int> States)
{
    /// <summary>The first output that is a new state.</summary>
    public int FirstState => Plan.Function.Outputs.Count - States.Count;

    public static ChunkPlan Compile(Model model, Loss loss, LossShapes shapes, int samples, LayerMode mode, ParameterLayout layout)
    {
        // The share turns the mean over the chunk into the chunk's part of the mean over the batch.
        Variable input = new("input", [samples, .. shapes.Input]), target = new("target", [samples, .. shapes.Target]), share = new("share", Shape.Scalar);
        List<Variable> inputs = [input, target, share];
        Variable? weights = shapes.Weights is Shape shape ? new Variable("weights", [samples, .. shape]) : null;
        if (weights is not null)
        {
            inputs.Add(weights);
        }

        int firstParameter = inputs.Count;
        IReadOnlyList<Variable> parameters = model.ParameterVariables();
        inputs.AddRange(parameters);
        int firstNoise = inputs.Count;
        ModelGraph graph = model.Build(input, parameters, mode);
        inputs.AddRange(graph.Noise);
        (int Parameter, Expr Value)[] updates = [.. graph.Updates.Where(update => !model.Parameters[update.Parameter].IsFrozen)];
        Expr part = loss.Build(graph.Output, target, weights) * share;
        Expr[] outputs = mode == LayerMode.Training
            ? [part, .. part.Gradient([.. layout.Trained.Select(parameter => parameters[parameter])]), .. updates.Select(update => update.Value)]
            : [part];
        return new ChunkPlan(
            Plan.Compile(new Function(inputs, outputs)),
            samples,
            weights is not null,
            firstParameter,
            firstNoise,
            [.. graph.Noise.Select(noise => noise.Shape)],
            mode == LayerMode.Training ? [.. updates.Select(update => update.Parameter)] : []);
    }
}
