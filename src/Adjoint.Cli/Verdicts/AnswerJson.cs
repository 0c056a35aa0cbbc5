using System.Text.Json;
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Analysis.Proofs;
using Adjoint.Cli.Output;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Cli.Verdicts;

/// <summary>Writes verdicts as the command's JSON.</summary>
internal static class AnswerJson
{
    /// <summary>Writes the members of an answer.</summary>
    public static void Write(Utf8JsonWriter writer, Answer answer, Demonstration? demonstration = null)
    {
        WriteLinearity(writer, answer.Linearity);
        WriteConvexity(writer, answer.Convexity);
        WriteDescent(writer, answer.Descent);
        if (answer.Descent.Proximal is ProximalVerdict proximal)
        {
            writer.WriteStartObject("proximalGradient");
            writer.WriteString("verdict", Wording.Of(proximal.Verdict));
            writer.WriteString("map", proximal.Map);
            JsonOutput.Number(writer, "lipschitz", proximal.Lipschitz ?? double.NaN);
            JsonOutput.Number(writer, "step", proximal.Step ?? double.NaN);
            writer.WriteString("because", proximal.Because);
            writer.WriteEndObject();
        }

        if (demonstration is not null)
        {
            WriteDemonstration(writer, demonstration);
        }
    }

    private static void WriteLinearity(Utf8JsonWriter writer, LinearityVerdict linearity)
    {
        writer.WriteStartObject("linearity");
        writer.WriteString("verdict", Wording.Of(linearity.Verdict));
        writer.WriteStartObject("evidence");
        if (linearity.Proof is Proof proof)
        {
            WriteProof(writer, proof);
        }

        if (linearity.Counterexample is { } example)
        {
            writer.WriteStartObject("counterexample");
            Point(writer, "u", example.U);
            Point(writer, "v", example.V);
            writer.WriteNumber("alpha", example.Alpha);
            Point(writer, "fixed", example.Fixed);
            writer.WritePropertyName("left");
            ArrayJson.Write(writer, example.Left);
            writer.WritePropertyName("right");
            ArrayJson.Write(writer, example.Right);
            writer.WriteEndObject();
        }

        WriteUndecided(writer, linearity.Obstacle, linearity.Tried);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteConvexity(Utf8JsonWriter writer, ConvexityVerdict convexity)
    {
        writer.WriteStartObject("convexity");
        writer.WriteString("verdict", Wording.Of(convexity.Verdict));
        writer.WriteString("curvature", Wording.Of(convexity.Bend));
        writer.WriteString("domain", convexity.Domain);
        writer.WriteStartObject("evidence");
        if (convexity.Proof is Proof proof)
        {
            WriteProof(writer, proof);
        }

        if (convexity.Counterexample is { } example)
        {
            writer.WriteStartObject("counterexample");
            Point(writer, "a", example.A);
            Point(writer, "b", example.B);
            writer.WriteNumber("t", example.T);
            Point(writer, "fixed", example.Fixed);
            writer.WriteStartArray("entry");
            foreach (int index in example.Entry)
            {
                writer.WriteNumberValue(index);
            }

            writer.WriteEndArray();
            writer.WriteNumber("atA", example.AtA);
            writer.WriteNumber("atB", example.AtB);
            writer.WriteNumber("atMix", example.AtMix);
            writer.WriteNumber("violation", example.Violation);
            writer.WriteEndObject();
        }

        WriteUndecided(writer, convexity.Obstacle, convexity.Tried);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteDescent(Utf8JsonWriter writer, ConvergenceVerdict descent)
    {
        writer.WriteStartObject("gradientDescent");
        writer.WriteString("verdict", Wording.Of(descent.Verdict));
        if (descent.Attained is bool attained)
        {
            writer.WriteBoolean("attained", attained);
        }
        else
        {
            writer.WriteString("attained", "unknown");
        }

        ConvergenceNumbers? numbers = descent.Numbers;
        JsonOutput.Number(writer, "lipschitz", numbers?.Lipschitz ?? double.NaN);
        JsonOutput.Number(writer, "stepBelow", numbers?.StepBelow ?? double.NaN);
        JsonOutput.Number(writer, "step", numbers?.Step ?? double.NaN);
        JsonOutput.Number(writer, "strongConvexity", numbers?.StrongConvexity ?? double.NaN);
        JsonOutput.Number(writer, "rate", numbers?.Rate ?? double.NaN);
        if (numbers?.Unique is bool unique)
        {
            writer.WriteBoolean("unique", unique);
        }
        else
        {
            writer.WriteNull("unique");
        }

        writer.WriteStartObject("evidence");
        if (descent.Steps.Count > 0)
        {
            writer.WriteStartArray("proof");
            foreach (ConvergenceStep step in descent.Steps)
            {
                WriteStep(writer, Wording.Of(step.Expression), step.Rule, step.Because, step.Gives);
            }

            writer.WriteEndArray();
        }

        if (numbers is not null)
        {
            writer.WriteString("certificate", numbers.Certificate);
        }

        if (descent.Failure is DescentFailure failure)
        {
            WriteFailure(writer, failure);
        }

        WriteUndecided(writer, null, descent.Tried);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter writer, DescentFailure failure)
    {
        writer.WriteStartObject("counterexample");
        writer.WriteString("kind", failure.Kind switch
        {
            DescentFailureKind.StationaryPoint => "stationary-point",
            DescentFailureKind.UnboundedBelow => "unbounded-below",
            DescentFailureKind.Divergence => "divergence",
            DescentFailureKind.Stall => "stall",
            DescentFailureKind.Departure => "departure",
            _ => "oscillation",
        });
        Point(writer, "fixed", failure.Fixed);
        Point(writer, "start", failure.Start);
        JsonOutput.Number(writer, "atStart", failure.AtStart);
        Point(writer, "gradient", failure.Gradient);
        if (failure.Lower is { } lower)
        {
            Point(writer, "lower", lower);
            JsonOutput.Number(writer, "atLower", failure.AtLower ?? double.NaN);
        }

        if (failure.Direction is { } direction)
        {
            Point(writer, "direction", direction);
            Numbers(writer, "distances", failure.Distances);
        }

        if (failure.Step is double step)
        {
            writer.WriteNumber("step", step);
        }

        if (failure.Iterates.Count > 0)
        {
            writer.WriteStartArray("iterates");
            foreach (IReadOnlyDictionary<Variable, Tensor<double>> iterate in failure.Iterates)
            {
                writer.WriteStartObject();
                Members(writer, iterate);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (failure.Losses.Count > 0)
        {
            Numbers(writer, "losses", failure.Losses);
        }

        writer.WriteString("because", failure.Because);
        writer.WriteEndObject();
    }

    private static void WriteDemonstration(Utf8JsonWriter writer, Demonstration demonstration)
    {
        writer.WriteStartArray("demonstration");
        foreach (DescentCurve curve in demonstration.Curves)
        {
            writer.WriteStartObject();
            writer.WriteString("label", curve.Label);
            JsonOutput.Number(writer, "step", curve.Step);
            Point(writer, "start", curve.Start);
            Point(writer, "end", curve.End);
            Numbers(writer, "losses", curve.Losses);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteProof(Utf8JsonWriter writer, Proof proof)
    {
        writer.WriteStartArray("proof");
        foreach (ProofStep step in proof.Steps)
        {
            WriteStep(writer, Wording.Of(step.Expression), step.Rule, step.Because, Wording.Of(step.Gives));
        }

        writer.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter writer, string expression, string rule, string because, string gives)
    {
        writer.WriteStartObject();
        writer.WriteString("expression", expression);
        writer.WriteString("rule", rule);
        writer.WriteString("because", because);
        writer.WriteString("gives", gives);
        writer.WriteEndObject();
    }

    private static void WriteUndecided(Utf8JsonWriter writer, Obstacle? obstacle, IReadOnlyList<string> tried)
    {
        if (obstacle is not null)
        {
            writer.WriteStartObject("obstacle");
            writer.WriteString("expression", Wording.Of(obstacle.Expression));
            writer.WriteString("missing", obstacle.Missing);
            writer.WriteEndObject();
        }

        if (tried.Count > 0)
        {
            writer.WriteStartArray("tried");
            foreach (string each in tried)
            {
                writer.WriteStringValue(each);
            }

            writer.WriteEndArray();
        }
    }

    private static void Point(Utf8JsonWriter writer, string name, IReadOnlyDictionary<Variable, Tensor<double>> point)
    {
        writer.WriteStartObject(name);
        Members(writer, point);
        writer.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter writer, IReadOnlyDictionary<Variable, Tensor<double>> point)
    {
        foreach ((Variable variable, Tensor<double> value) in point)
        {
            writer.WritePropertyName(variable.Name);
            ArrayJson.Write(writer, value);
        }
    }

    private static void Numbers(Utf8JsonWriter writer, string name, IReadOnlyList<double> numbers)
    {
        writer.WritePropertyName(name);
        ArrayJson.Write(writer, new Tensor<double>([numbers.Count], [.. numbers]));
    }
}
