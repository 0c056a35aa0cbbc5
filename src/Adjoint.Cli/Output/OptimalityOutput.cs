using System.Globalization;
using System.Text.Json;
using Adjoint.Training;

namespace Adjoint.Cli.Output;

/// <summary>What is known of the point that a minimisation reached, as text and as JSON.</summary>
internal static class OptimalityOutput
{
    /// <summary>The verdict in a line, with its argument.</summary>
    public static string Text(OptimalityVerdict verdict)
    {
        string answer = verdict switch
        {
            { IsGlobalMinimum: true } => "yes",
            { Attained: false } => "no, there is none",
            { IsGlobalMinimum: false } => "no",
            _ => "not known",
        };
        return string.Create(CultureInfo.InvariantCulture, $"Global minimum? {answer} (gradient norm {verdict.GradientNorm:0.0e+0}): {verdict.Because}.");
    }

    /// <summary>Writes the verdict as the member <c>optimality</c>.</summary>
    public static void Write(Utf8JsonWriter writer, OptimalityVerdict verdict)
    {
        writer.WriteStartObject("optimality");
        Answer(writer, "globalMinimum", verdict.IsGlobalMinimum);
        Answer(writer, "attained", verdict.Attained);
        JsonOutput.Number(writer, "gradientNorm", verdict.GradientNorm);
        JsonOutput.Number(writer, "distanceBound", verdict.DistanceBound ?? double.NaN);
        JsonOutput.Number(writer, "excessBound", verdict.ExcessBound ?? double.NaN);
        writer.WriteString("because", verdict.Because);
        writer.WriteEndObject();
    }

    private static void Answer(Utf8JsonWriter writer, string name, bool? answer)
    {
        if (answer is bool known)
        {
            writer.WriteBoolean(name, known);
        }
        else
        {
            writer.WriteString(name, "unknown");
        }
    }
}
