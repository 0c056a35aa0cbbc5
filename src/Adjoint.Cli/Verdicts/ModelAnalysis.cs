using System.Text.Json;
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Analysis.Proofs;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Commands;
using Adjoint.Cli.Output;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;

namespace Adjoint.Cli.Verdicts;

/// <summary>The three questions about a model: of its output and its loss in each layer's weights, the others standing for any value, and in all weights together.</summary>
internal static class ModelAnalysis
{
    private const int Batch = 1, MostParameters = 4_000_000;

    /// <summary>What was found about the weights of one layer, or of all.</summary>
    /// <param name="Name">The layer's name.</param>
    /// <param name="Output">Whether the model's output is linear in them.</param>
    /// <param name="Loss">What is said of the loss.</param>
    private sealed record Part(string Name, LinearityVerdict Output, Answer Loss);

    /// <summary>Analyses a model file.</summary>
    public static int Run(string file, string? lossName, AnalysisOptions options, bool asJson, CancellationToken cancellation)
    {
        Model model = ModelArgument.Load(file);
        if (model.Parameters.Sum(parameter => (long)parameter.Value.Shape.Size) > MostParameters)
        {
            throw CommandException.Failed($"'{file}' has more than {MostParameters:N0} weights, too many to analyse; take a smaller model of the same layers.");
        }

        Loss loss = LossOf(lossName, model);
        Variable input = new(Model.InputName, [Batch, .. SmallestSample.Of(model)]);
        IReadOnlyList<Variable> parameters = model.ParameterVariables();
        ModelGraph graph = model.Build(input, [.. parameters], LayerMode.Training);
        Variable target = new("target", graph.Output.Shape);
        Expr value = loss.Build(graph.Output, target);
        bool classifies = loss is CrossEntropy or NegativeLogLikelihood;
        Variable[] trained = [.. parameters.Zip(model.Parameters).Where(pair => pair.Second.IsTrained).Select(pair => pair.First)];
        IGrouping<string, Variable>[] layers = [.. trained.GroupBy(variable => LayerOf(variable.Name))];
        List<Part> parts = [];
        int questions = layers.Length == 1 ? 1 : layers.Length + 1;
        foreach ((string name, Variable[] moving) in layers.Select(layer => (layer.Key, layer.ToArray())).Append(("all layers", trained)))
        {
            if (name == "all layers" && layers.Length == 1)
            {
                break;
            }

            cancellation.ThrowIfCancellationRequested();
            parts.Add(WorkProgress.Run($"analysing {name}", _ =>
            {
                Question question = new(value, moving)
                {
                    Ranges = classifies ? new Dictionary<Variable, Interval> { [target] = Interval.Unit } : new Dictionary<Variable, Interval>(),
                    OneHot = classifies ? new HashSet<Variable> { target } : new HashSet<Variable>(),
                };
                Question output = question with { Expression = graph.Output };
                AnalysisOptions share = (options with { Cap = options.Cap / questions }).Started();
                (LinearityVerdict linearity, ConvexityVerdict convexity) = Analyzer.LinearityAndConvexity(question, share);
                return new Part(name, Analyzer.Linearity(output, share), new Answer(question, linearity, convexity, Converge.Of(question, share)));
            }));
        }

        if (asJson)
        {
            JsonOutput.Print(writer => Write(writer, parts));
        }
        else
        {
            Print(file, loss, input, parts);
        }

        return ExitCode.Success;
    }

    private static Loss LossOf(string? name, Model model) => name switch
    {
        "mse" => new MeanSquaredError(),
        "crossentropy" => ClassificationTask.Of(model) is { GivesProbabilities: true } ? new NegativeLogLikelihood() : new CrossEntropy(),
        null => ClassificationTask.Of(model) switch { null => new MeanSquaredError(), { GivesProbabilities: true } => new NegativeLogLikelihood(), _ => new CrossEntropy() },
        _ => throw CommandException.Usage($"--loss takes mse or crossentropy, not '{name}'"),
    };

    private static string LayerOf(string parameter)
    {
        int dot = parameter.LastIndexOf('.');
        return dot < 0 ? parameter : parameter[..dot];
    }

    private static void Print(string file, Loss loss, Variable input, IReadOnlyList<Part> parts)
    {
        List<string> order = [.. parts.Select(part => part.Name)];
        Terminal.Print($"{file}: {loss.Name} in the weights, for every input of shape {input.Shape} and every target");
        foreach (Part part in parts)
        {
            Terminal.Print("");
            Terminal.Print($"{part.Name}{(part.Name == "all layers" ? "" : ", the others standing for any value")}");
            Terminal.Print($"  output linear? {Wording.Of(part.Output.Verdict)}{Stop(part.Output.Obstacle, order)}");
            Terminal.Print($"  loss convex? {Wording.Of(part.Loss.Convexity.Verdict)}{Stop(part.Loss.Convexity.Obstacle, order)}");
            if (part.Loss.Convexity.Counterexample is { } example)
            {
                Terminal.Print($"    half way between two points it is {Wording.Of(example.AtMix)}, at the points {Wording.Of(example.AtA)} and {Wording.Of(example.AtB)}: above the chord by {Wording.Of(example.Violation)} (--json gives the points)");
            }

            if (part.Loss.Convexity.Proof is Proof proof)
            {
                Terminal.Print($"    {proof.Steps[^1].Because}");
            }

            Terminal.Print($"  gradient descent: {Wording.Of(part.Loss.Descent.Verdict)}{(part.Loss.Descent.Failure is DescentFailure failure ? $": {failure.Because}" : "")}");
        }
    }

    /// <summary>Where the rules stop: the operation, and the last layer whose weights it depends on.</summary>
    private static string Stop(Obstacle? obstacle, List<string> order)
    {
        if (obstacle is null)
        {
            return "";
        }

        string? layer = GraphTraversal.Variables(obstacle.Expression).Select(variable => LayerOf(variable.Name)).Where(order.Contains).OrderBy(name => order.IndexOf(name)).LastOrDefault();
        string operation = obstacle.Expression is Application node ? node.Primitive.Name : obstacle.Expression.ToString();
        return $", because of '{operation}'{(layer is null ? "" : $" in {layer}")}: {obstacle.Missing}";
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<Part> parts)
    {
        writer.WriteStartArray("layers");
        foreach (Part part in parts.Where(part => part.Name != "all layers"))
        {
            writer.WriteStartObject();
            writer.WriteString("name", part.Name);
            writer.WriteString("output", Wording.Of(part.Output.Verdict));
            AnswerJson.Write(writer, part.Loss);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        AnswerJson.Write(writer, parts[^1].Loss);
    }
}
