using System.Text.Json;
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Cli.Verdicts;

/// <summary>Writes what was found about a model as JSON: an object for each layer, and the members for all weights together.</summary>
internal static class ModelAnswerJson
{
    /// <summary>Writes the members.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="parts">The answers.</param>
    /// <param name="samples">The samples, if there are any.</param>
    /// <param name="known">Variables whose values are those of the model file and of the samples: evidence does not repeat them.</param>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ModelPart> parts, FixedSamples? samples, IReadOnlySet<Variable> known)
    {
        if (samples is not null)
        {
            writer.WriteNumber("samples", samples.Count);
        }

        writer.WriteStartArray("layers");
        foreach (ModelPart part in parts.Where(part => part.Name is not null))
        {
            writer.WriteStartObject();
            writer.WriteString("name", part.Name);
            writer.WriteString("output", Wording.Of(part.Output.Verdict));
            AnswerJson.Write(writer, Without(part.Loss, known));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        AnswerJson.Write(writer, Without(parts[^1].Loss, known));
    }

    private static Answer Without(Answer answer, IReadOnlySet<Variable> known)
    {
        LinearityVerdict linearity = answer.Linearity;
        ConvexityVerdict convexity = answer.Convexity;
        ConvergenceVerdict descent = answer.Descent;
        return answer with
        {
            Linearity = linearity.Counterexample is { } line ? linearity with { Counterexample = line with { Fixed = Others(line.Fixed) } } : linearity,
            Convexity = convexity.Counterexample is { } chord ? convexity with { Counterexample = chord with { Fixed = Others(chord.Fixed) } } : convexity,
            Descent = descent.Failure is { } failure ? descent with { Failure = failure with { Fixed = Others(failure.Fixed) } } : descent,
        };

        Dictionary<Variable, Tensor<double>> Others(IReadOnlyDictionary<Variable, Tensor<double>> values) => values.Where(pair => !known.Contains(pair.Key)).ToDictionary();
    }
}
