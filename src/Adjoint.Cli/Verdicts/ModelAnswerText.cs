using Adjoint.Analysis.Convergence;
using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Losses;

namespace Adjoint.Cli.Verdicts;

/// <summary>Prints what was found about a model: a paragraph for each layer, and one for all weights together.</summary>
internal static class ModelAnswerText
{
    private const int LongestReason = 120;

    /// <summary>Prints the answers.</summary>
    public static void Print(string file, Loss loss, Variable input, FixedSamples? samples, IReadOnlyList<ModelPart> parts)
    {
        List<string> order = [.. parts.Select(part => part.Name).OfType<string>()];
        Paragraph.Print($"{file}: {loss.Name} in the weights, {(samples is null ? $"for every input of shape {input.Shape} and every target" : $"at {samples.Description}")}");
        foreach (ModelPart part in parts)
        {
            Paragraph.Print("");
            Paragraph.Print(part.Name is null ? "all layers" : order.Count == 1 ? part.Name : $"{part.Name}, the others {(samples is null ? "standing for any value" : "as in the file")}");
            Paragraph.Print($"  output linear? {Wording.Of(part.Output.Verdict)}{Stop(part.Output.Obstacle, order)}");
            Paragraph.Print($"  loss convex? {Wording.Of(part.Loss.Convexity.Verdict)}{Stop(part.Loss.Convexity.Obstacle, order)}");
            if (part.Loss.Convexity.Counterexample is { } example)
            {
                Paragraph.Print($"    half way between two points it is {Wording.Of(example.AtMix)}, at the points {Wording.Of(example.AtA)} and {Wording.Of(example.AtB)}: above the chord by {Wording.Of(example.Violation)} (--json gives the points)");
            }

            if (part.Loss.Convexity.Proof is Proof proof)
            {
                Paragraph.Print($"    {proof.Steps[^1].Because}");
            }

            Tried(part.Loss.Convexity.Tried);
            Print(part.Loss.Descent);
        }
    }

    private static void Print(ConvergenceVerdict descent)
    {
        Paragraph.Print($"  gradient descent: {Wording.Of(descent.Verdict)}{AnswerText.Attained(descent)}{(descent.Failure is DescentFailure failure ? $": {failure.Because}" : "")}");
        if (descent.Numbers is ConvergenceNumbers numbers)
        {
            AnswerText.Print(numbers, "    ");
        }

        Tried(descent.Tried);
    }

    private static void Tried(IReadOnlyList<string> tried)
    {
        if (tried.Count > 0)
        {
            Paragraph.Print($"    tried: {string.Join("; ", tried.Select(each => each.Length <= LongestReason ? each : $"{each[..LongestReason]}…"))}");
        }
    }

    /// <summary>Where the rules stop: the operation, and the last layer whose weights it depends on.</summary>
    private static string Stop(Obstacle? obstacle, List<string> order)
    {
        if (obstacle is null)
        {
            return "";
        }

        string? layer = GraphTraversal.Variables(obstacle.Expression).Select(variable => ModelAnalysis.LayerOf(variable.Name)).Where(order.Contains).OrderBy(name => order.IndexOf(name)).LastOrDefault();
        string operation = obstacle.Expression is Application node ? node.Primitive.Name : obstacle.Expression.ToString();
        return $", because of '{operation}'{(layer is null ? "" : $" in {layer}")}: {obstacle.Missing}";
    }
}
