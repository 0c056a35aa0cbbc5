using System.Text.Json;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Language.Tests;

/// <summary>Arrays written as nested lists, and expressions over them.</summary>
internal static class Arrays
{
    /// <summary>An array from text such as <c>[[1,2],[3,4]]</c>.</summary>
    public static Tensor<double> Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        List<int> lengths = [];
        for (JsonElement at = document.RootElement; at.ValueKind == JsonValueKind.Array; at = at[0])
        {
            lengths.Add(at.GetArrayLength());
        }

        List<double> entries = [];
        Collect(document.RootElement, entries);
        return new Tensor<double>(Shape.Create([.. lengths]), [.. entries]);
    }

    /// <summary>Variables with values from text such as <c>w=[1,2] s=3</c>.</summary>
    public static (Variable Variable, Tensor<double> Value)[] Bindings(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(binding => binding.Split('=')).Select(parts =>
        {
            Tensor<double> value = Read(parts[1]);
            return (new Variable(parts[0], value.Shape), value);
        }),
    ];

    /// <summary>Reads an expression over variables.</summary>
    public static Expr Parse(string expression, (Variable Variable, Tensor<double> Value)[] bindings) =>
        ExpressionParser.Parse(expression, bindings.Select(binding => binding.Variable));

    /// <summary>The value of an expression.</summary>
    public static Tensor<double> Evaluate(string expression, string bindings = "")
    {
        (Variable Variable, Tensor<double> Value)[] values = Bindings(bindings);
        return Parse(expression, values).Evaluate(values);
    }

    /// <summary>Same shape, and entries equal to a relative 1e-12.</summary>
    public static void AssertClose(Tensor<double> expected, Tensor<double> actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Span.Length; i++)
        {
            double error = Math.Abs(expected.Span[i] - actual.Span[i]) / (1 + Math.Abs(expected.Span[i]));
            Assert.True(error <= tolerance, $"expected {expected}, got {actual}");
        }
    }

    private static void Collect(JsonElement element, List<double> entries)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement inner in element.EnumerateArray())
            {
                Collect(inner, entries);
            }
        }
        else
        {
            entries.Add(element.GetDouble());
        }
    }
}
