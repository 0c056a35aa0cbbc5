using System.Globalization;
using System.Text.Json;
using Adjoint.Layers;
using Adjoint.Tensors;
using Spectre.Console;

namespace Adjoint.Cli.Output;

/// <summary>What a model consists of, as a table and as JSON.</summary>
internal static class ModelSummary
{
    /// <summary>Prints the table and the totals under it.</summary>
    public static void Print(Model model, Shape input)
    {
        IReadOnlyList<LayerDescription> layers = model.Describe(input);
        Table table = Tables.Create("layer", "kernel", "bias");
        foreach (string column in (string[])["output", "parameters", "multiply-adds"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddRow(Tables.Row("input", "", "", input.ToString(), "", ""));
        foreach (LayerDescription layer in layers)
        {
            table.AddRow(Tables.Row(
                layer.Name + ActivationOf(layer.Layer),
                ShapeOf(layer, "kernel")?.ToString() ?? "",
                ShapeOf(layer, "bias")?.ToString() ?? "",
                layer.Output.ToString(),
                Number(layer.ParameterCount),
                Number(layer.MultiplyAdds)));
        }

        table.AddRow(Tables.Row("total", "", "", "", Number(model.ParameterCount), Number(layers.Sum(layer => layer.MultiplyAdds))));
        Terminal.Output.Write(table);
        long parameters = sizeof(float) * (long)model.ParameterCount;
        long values = sizeof(float) * (input.Size + layers.Sum(layer => (long)layer.Output.Size));
        Terminal.Print("Kernels are height×width×in×out; a sample is height×width×channels.");
        Terminal.Print($"Memory: parameters {Tables.Bytes(parameters)}; all layers' values for one sample {Tables.Bytes(values)}.");
    }

    /// <summary>Writes the members of the JSON form.</summary>
    public static void Write(Utf8JsonWriter writer, Model model, Shape input)
    {
        IReadOnlyList<LayerDescription> layers = model.Describe(input);
        writer.WriteStartArray("layers");
        foreach (LayerDescription layer in layers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", layer.Name);
            WriteShape(writer, "kernel", ShapeOf(layer, "kernel"));
            WriteShape(writer, "bias", ShapeOf(layer, "bias"));
            writer.WriteNumber("parameters", layer.ParameterCount);
            WriteShape(writer, "output", layer.Output);
            writer.WriteNumber("multiplyAdds", layer.MultiplyAdds);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("parameters", model.ParameterCount);
        writer.WriteNumber("multiplyAdds", layers.Sum(layer => layer.MultiplyAdds));
    }

    private static Shape? ShapeOf(LayerDescription layer, string parameter) =>
        layer.Parameters.FirstOrDefault(specification => specification.Name == $"{layer.Owner}.{parameter}")?.Shape;

    private static string ActivationOf(Layer layer) => layer switch
    {
        ConvolutionLayer { Activation: not Activation.None } convolution => Name(convolution.Activation),
        ActivationLayer activation => Name(activation.Function),
        _ => "",
    };

    private static string Name(Activation activation) => $", {(activation == Activation.Relu ? "ReLU" : activation)}";

    private static void WriteShape(Utf8JsonWriter writer, string name, Shape? shape)
    {
        if (shape is not Shape lengths)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartArray(name);
        foreach (int length in lengths)
        {
            writer.WriteNumberValue(length);
        }

        writer.WriteEndArray();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
