using System.Globalization;
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Commands;
using Adjoint.Cli.Output;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Verdicts;

/// <summary>
/// The three questions about a model: of its output and its loss in each layer's weights, and in all weights together. Without data the input, the target and the other layers stand for any value; with data all have theirs,
/// so that the constants of descent are numbers.
/// </summary>
internal static class ModelAnalysis
{
    private const int MostParameters = 4_000_000;

    /// <summary>The most numbers that the expressions of a loss may hold together; a search keeps them and as many gradients.</summary>
    private const long MostNumbers = 20_000_000;

    /// <summary>Analyses a model file.</summary>
    public static int Run(ModelRequest request, AnalysisOptions options, bool asJson, CancellationToken cancellation)
    {
        Model model = ModelArgument.Load(request.File);
        if (model.Parameters.Sum(parameter => (long)parameter.Value.Shape.Size) > MostParameters)
        {
            throw CommandException.Failed($"'{request.File}' has more than {MostParameters:N0} weights, too many to analyse; take a smaller model of the same layers.");
        }

        Loss loss = LossOf(request.Loss, model);
        FixedSamples? samples = request.Data is string path ? FixedSamples.Read(path, model, request.Samples ?? FixedSamples.Usual) : null;
        bool classifies = loss is CrossEntropy or NegativeLogLikelihood;
        if (classifies && samples is { IsOneHot: false })
        {
            throw CommandException.Failed($"{request.Data}: these samples have no classes, which cross-entropy needs; take --loss mse.");
        }

        Variable input = new(Model.InputName, samples?.Inputs.Shape ?? [1, .. SmallestSample.Of(model)]);
        IReadOnlyList<Variable> parameters = model.ParameterVariables();
        ModelGraph graph = model.Build(input, [.. parameters], LayerMode.Training);
        Variable target = new("target", graph.Output.Shape);
        Expr value = loss.Build(graph.Output, target);
        RequireSize(value, samples, request);
        Dictionary<Variable, Tensor<double>> values = samples is null ? [] : ValuesOf(model, parameters, graph, options.Seed);
        if (samples is not null)
        {
            (values[input], values[target]) = (samples.Inputs, samples.Targets);
        }

        Variable[] trained = [.. parameters.Zip(model.Parameters).Where(pair => pair.Second.IsTrained).Select(pair => pair.First)];
        if (trained.Length == 0)
        {
            throw CommandException.Failed($"'{request.File}' has no weights that training changes, so nothing moves.");
        }

        List<(string? Name, Variable[] Moving)> asked = [.. trained.GroupBy(variable => LayerOf(variable.Name)).Select(layer => ((string?)layer.Key, layer.ToArray()))];
        if (asked.Count > 1)
        {
            asked.Add((null, trained));
        }

        List<ModelPart> parts = [];
        foreach ((string? name, Variable[] moving) in asked)
        {
            cancellation.ThrowIfCancellationRequested();
            parts.Add(WorkProgress.Run($"analysing {name ?? "all layers"}", _ =>
            {
                Question question = new(value, moving)
                {
                    Values = values.Where(pair => !moving.Contains(pair.Key)).ToDictionary(),
                    Ranges = classifies ? new Dictionary<Variable, Interval> { [target] = Interval.Unit } : new Dictionary<Variable, Interval>(),
                    OneHot = classifies ? new HashSet<Variable> { target } : new HashSet<Variable>(),
                };
                Question output = question with { Expression = graph.Output };
                AnalysisOptions share = (options with { Cap = options.Cap / asked.Count }).Started();
                (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(question, share);
                return new ModelPart(name, Analyzer.Linearity(output, share), new Answer(question, linearity, convexity, Converge.Of(question, share)));
            }));
        }

        if (asJson)
        {
            JsonOutput.Print(writer => ModelAnswerJson.Write(writer, parts, samples, values.Keys.Except(graph.Noise).ToHashSet()));
        }
        else
        {
            ModelAnswerText.Print(request.File, loss, input, samples, parts);
        }

        return ExitCode.Success;
    }

    /// <summary>The layer that a parameter belongs to.</summary>
    public static string LayerOf(string parameter)
    {
        int dot = parameter.LastIndexOf('.');
        return dot < 0 ? parameter : parameter[..dot];
    }

    private static Loss LossOf(string? name, Model model) => name switch
    {
        "mse" => new MeanSquaredError(),
        "crossentropy" => ClassificationTask.Of(model) is { GivesProbabilities: true } ? new NegativeLogLikelihood() : new CrossEntropy(),
        null => ClassificationTask.Of(model) switch { null => new MeanSquaredError(), { GivesProbabilities: true } => new NegativeLogLikelihood(), _ => new CrossEntropy() },
        _ => throw CommandException.Usage($"--loss takes mse or crossentropy, not '{name}'"),
    };

    private static void RequireSize(Expr value, FixedSamples? samples, ModelRequest request)
    {
        long numbers = GraphTraversal.TopologicalOrder(value).Sum(node => (long)node.Shape.Size);
        if (numbers > MostNumbers)
        {
            throw CommandException.Failed(samples is { Count: > 1 }
                ? string.Create(CultureInfo.InvariantCulture, $"{samples.Count} samples are too many to analyse with '{request.File}'; take at most --samples {Math.Max(1, samples.Count * MostNumbers / numbers)}.")
                : $"'{request.File}' is too large to analyse; take a smaller model of the same layers.");
        }
    }

    /// <summary>The weights in the file, and for each random number that training draws one that is drawn from the seed.</summary>
    private static Dictionary<Variable, Tensor<double>> ValuesOf(Model model, IReadOnlyList<Variable> parameters, ModelGraph graph, long seed)
    {
        Dictionary<Variable, Tensor<double>> values = [];
        foreach ((Variable variable, Parameter parameter) in parameters.Zip(model.Parameters))
        {
            values[variable] = new Tensor<double>(variable.Shape, [.. parameter.Value.Span.ToArray().Select(entry => (double)entry)]);
        }

        foreach ((int place, Variable noise) in graph.Noise.Index())
        {
            KeyedRandom random = new(seed, "analysis noise", place);
            Tensor<double> drawn = new(noise.Shape);
            foreach (ref double entry in drawn.Span)
            {
                entry = random.NextUniform();
            }

            values[noise] = drawn;
        }

        return values;
    }
}
