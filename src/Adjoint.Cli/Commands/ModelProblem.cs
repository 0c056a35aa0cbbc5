using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>A model's loss as it learns, at the model's parameters and a small random batch.</summary>
/// <param name="Expression">The loss.</param>
/// <param name="Values">Values of its variables.</param>
internal sealed record ModelProblem(Expr Expression, IReadOnlyList<(Variable Variable, Tensor<double> Value)> Values)
{
    /// <summary>Samples in the batch: two, so that an axis that is mixed up with another shows.</summary>
    private const int Batch = 2;

    /// <summary>The problem of a model: cross-entropy of a classifier, squared error of any other.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sample">The shape of a sample; a small one if left out.</param>
    /// <param name="seed">Seed of the batch.</param>
    public static ModelProblem Of(Model model, Shape? sample, int seed)
    {
        Variable input = new(Model.InputName, [Batch, .. sample ?? SmallestSample.Of(model)]);
        IReadOnlyList<Variable> parameters = model.ParameterVariables();
        ModelGraph graph = model.Build(input, [.. parameters], LayerMode.Training);
        Variable target = new("target", graph.Output.Shape);
        ClassificationTask? task = ClassificationTask.Of(model);
        Loss loss = task switch { null => new MeanSquaredError(), { GivesProbabilities: true } => new NegativeLogLikelihood(), _ => new CrossEntropy() };
        KeyedRandom random = new(seed, "check");
        List<(Variable, Tensor<double>)> values = [(input, Uniform(input.Shape, ref random))];
        values.AddRange(graph.Noise.Select((noise, i) =>
        {
            KeyedRandom own = new(seed, "check noise", i);
            return (noise, Uniform(noise.Shape, ref own));
        }));
        values.AddRange(parameters.Zip(model.Parameters, (variable, parameter) => (variable, new Tensor<double>(variable.Shape, [.. parameter.Value.Span.ToArray().Select(entry => (double)entry)]))));
        values.Add((target, task is null ? Uniform(target.Shape, ref random) : OneHot(target.Shape, ref random)));
        return new ModelProblem(loss.Build(graph.Output, target), values);
    }

    private static Tensor<double> Uniform(Shape shape, ref KeyedRandom random)
    {
        Tensor<double> tensor = new(shape);
        foreach (ref double entry in tensor.Span)
        {
            entry = random.NextUniform();
        }

        return tensor;
    }

    private static Tensor<double> OneHot(Shape shape, ref KeyedRandom random)
    {
        Tensor<double> tensor = new(shape);
        int classes = shape[^1];
        for (int row = 0; row < tensor.Span.Length; row += classes)
        {
            tensor.Span[row + random.NextInt(classes)] = 1;
        }

        return tensor;
    }
}
