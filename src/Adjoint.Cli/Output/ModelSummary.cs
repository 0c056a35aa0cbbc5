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
        foreach ((string name, LayerDescription layer) in WithParts(layers, ""))
        {
            table.AddRow(Tables.Row(
                name + ActivationOf(layer.Layer),
                ShapeOf(layer, "kernel")?.ToString() ?? "",
                ShapeOf(layer, "bias")?.ToString() ?? "",
                layer.Output.ToString(),
                Number(layer.ParameterCount),
                Number(layer.MultiplyAdds)));
        }

        table.AddRow(Tables.Row("total", "", "", "", Number(model.ParameterCount), Number(layers.Sum(layer => layer.MultiplyAdds))));
        Terminal.Output.Write(table);
        long parameters = sizeof(float) * (long)model.ParameterCount;

        // What a chain gives is what its last part gives.
        long values = sizeof(float) * (input.Size + WithParts(layers, "").Where(row => row.Layer.Layer is not Chain).Sum(row => (long)row.Layer.Output.Size));
        bool hasDense = AllLayers(layers).Any(layer => layer is Dense), hasTransposed = AllLayers(layers).Any(layer => layer is TransposedConvolutionLayer);
        Terminal.Print(
            $"Kernels are height×width×in×out{(hasTransposed ? ", transposed ones height×width×out×in" : "")}{(hasDense ? ", dense ones in×out" : "")}; a sample is height×width×channels.");
        if (layers.Any(layer => layer.Layer.Parts(layer.Inputs).Count > 0))
        {
            Terminal.Print("A layer's numbers are those of all its parts, which stand under it.");
        }

        Terminal.Print($"Memory: parameters {Tables.Bytes(parameters)}; all layers' values for one sample {Tables.Bytes(values)}.");
    }

    /// <summary>Writes the members of the JSON form: layers, and within those that are made of others, their <c>parts</c>.</summary>
    public static void Write(Utf8JsonWriter writer, Model model, Shape input)
    {
        IReadOnlyList<LayerDescription> layers = model.Describe(input);
        Write(writer, "layers", layers);
        writer.WriteNumber("parameters", model.ParameterCount);
        writer.WriteNumber("multiplyAdds", layers.Sum(layer => layer.MultiplyAdds));
    }

    private static void Write(Utf8JsonWriter writer, string member, IReadOnlyList<LayerDescription> layers)
    {
        writer.WriteStartArray(member);
        foreach (LayerDescription layer in layers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", layer.Name);
            writer.WriteString("kind", layer.Layer.Kind);
            WriteShape(writer, "kernel", ShapeOf(layer, "kernel"));
            WriteShape(writer, "bias", ShapeOf(layer, "bias"));
            writer.WriteNumber("parameters", layer.ParameterCount);
            WriteShape(writer, "output", layer.Output);
            writer.WriteNumber("multiplyAdds", layer.MultiplyAdds);
            IReadOnlyList<LayerDescription> parts = layer.Layer.Parts(layer.Inputs);
            if (parts.Count > 0)
            {
                Write(writer, "parts", parts);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A row for each layer and, under it, for each of its parts, by its full name.</summary>
    private static IEnumerable<(string Name, LayerDescription Layer)> WithParts(IReadOnlyList<LayerDescription> layers, string owner) =>
        layers.SelectMany(layer => WithParts(layer.Layer.Parts(layer.Inputs), $"{owner}{layer.Name}.").Prepend((owner + layer.Name, layer)));

    private static IEnumerable<Layer> AllLayers(IReadOnlyList<LayerDescription> layers) => WithParts(layers, "").Select(row => row.Layer.Layer);

    private static Shape? ShapeOf(LayerDescription layer, string parameter) =>
        layer.Parameters.FirstOrDefault(specification => specification.Name == $"{layer.Owner}.{parameter}")?.Shape;

    private static string ActivationOf(Layer layer) => layer switch
    {
        ConvolutionLayer convolution => Name(convolution.Activation),
        TransposedConvolutionLayer convolution => Name(convolution.Activation),
        Dense dense => Name(dense.Activation),
        Residual residual => Name(residual.Activation),
        ActivationLayer activation => Name(activation.Function),
        _ => "",
    };

    private static string Name(Activation activation) => activation switch
    {
        Activation.None => "",
        Activation.Relu => ", ReLU",
        Activation.LeakyRelu => ", leaky ReLU",
        Activation.Elu => ", ELU",
        Activation.Gelu => ", GELU",
        Activation.Silu => ", SiLU",
        _ => $", {activation.ToString().ToLowerInvariant()}",
    };

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
