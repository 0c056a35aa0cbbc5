using System.Text.Json;
using Adjoint.Cli.Commands;
using Adjoint.Tensors;

namespace Adjoint.Cli.Output;

/// <summary>Writes arrays as nested JSON arrays.</summary>
internal static class ArrayJson
{
    /// <summary>Arrays within arrays that are written where there are no numbers in them.</summary>
    private const long MostEmpty = 1_000_000;

    /// <summary>Writes the members of an evaluation's result.</summary>
    public static void Write(Utf8JsonWriter writer, EvaluationResult result)
    {
        writer.WritePropertyName("value");
        Write(writer, result.Value);
        writer.WriteStartObject("gradients");
        foreach ((string name, Tensor<double> gradient) in result.Gradients)
        {
            writer.WritePropertyName(name);
            Write(writer, gradient);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an array; infinities and missing numbers are null.</summary>
    public static void Write(Utf8JsonWriter writer, Tensor<double> array)
    {
        if (array.Shape.Size == 0 && array.Shape.TakeWhile(length => length > 0).Aggregate(1L, (count, length) => count * length) > MostEmpty)
        {
            throw CommandException.Failed($"an array of shape {array.Shape} holds no numbers and too many empty rows to be written as JSON; use --output.");
        }

        int next = 0;
        Write(writer, array, 0, ref next);
    }

    private static void Write(Utf8JsonWriter writer, Tensor<double> array, int axis, ref int next)
    {
        if (axis == array.Shape.Rank)
        {
            double number = array.Span[next++];
            if (double.IsFinite(number))
            {
                // Adding 0 turns −0 into 0.
                writer.WriteNumberValue(number + 0.0);
            }
            else
            {
                writer.WriteNullValue();
            }

            return;
        }

        writer.WriteStartArray();
        for (int i = 0; i < array.Shape[axis]; i++)
        {
            Write(writer, array, axis + 1, ref next);
        }

        writer.WriteEndArray();
    }
}
