using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Tensors;

namespace Adjoint.Tests.Configuration;

/// <summary>Settings that are wrong are refused with the path of the setting, what is wanted and, for slips, the nearest known name.</summary>
public sealed class JsonSettingsTests
{
    [Fact]
    public void Settings_are_read_with_their_types_and_fallbacks()
    {
        Layer layer = Read("""{ "layers": [ "relu", { "kind": "conv", "kernel": 3, "gain": 0.5, "boundary": "upside-down", "name": "a", "bias": false } ] }""")[1];
        Assert.Equal(new Layer("conv", "3×3", 0.5, Boundary.UpsideDown, "a", false), layer);
        layer = Read("""{ "$schema": "x", "layers": [ { "kind": "conv", "kernel": [1, 2] } ] }""")[0];
        Assert.Equal(new Layer("conv", "1×2", 1, Boundary.Plain, "", true), layer);
        Assert.Equal(new Layer("relu"), Read("""{ "layers": [ "relu" ] }""")[0]);
    }

    [Theory]

    // Unknown keys, by name and with the nearest.
    [InlineData("""{ "layers": [], "epoch": 3 }""", "'epoch' is unknown; did you mean 'epochs'? Known here are epochs, layers, start.")]
    [InlineData("""{ "layers": [], "zebra": 3 }""", "'zebra' is unknown. Known here are epochs, layers, start.")]
    [InlineData("""{ "layers": ["relu", { "kind": "conv", "kernel": 3, "gian": 1 }] }""", "'layers[1].gian' is unknown; did you mean 'gain'?")]
    [InlineData("""{ "layers": [{ "kind": "relu", "slope": 1 }] }""", "'layers[0].slope' is unknown. Known here are kind.")]
    [InlineData("""{ "layers": [], "start": { "sede": 1 } }""", "'start.sede' is unknown; did you mean 'seed'?")]

    // A slip in a required name.
    [InlineData("""{ "layers": ["relu", "relu", { "kind": "conv", "kernal": 3 }] }""", "'layers[2].kernel' is missing; is 'kernal' meant to be it?")]
    [InlineData("""{ "layers": ["relu", "relu", "conv"] }""", "'layers[2].kernel' is missing.")]
    [InlineData("""{ }""", "'layers' is missing.")]
    [InlineData("""{ "layers": [{}] }""", "'layers[0].kind' is missing.")]

    // Kinds.
    [InlineData("""{ "layers": ["rellu"] }""", "'layers[0]': there is no layer of kind 'rellu'; did you mean 'relu'? Known are conv, relu, tree.")]
    [InlineData("""{ "layers": [{ "kind": "xyzzy" }] }""", "'layers[0]': there is no layer of kind 'xyzzy'. Known are conv, relu, tree.")]
    [InlineData("""{ "layers": [{ "kind": 3 }] }""", "'layers[0].kind' must be a text in quotes, not 3.")]
    [InlineData("""{ "layers": [7] }""", "'layers[0]' must be an object in braces, not 7.")]

    // Types.
    [InlineData("""[]""", "The whole must be an object in braces, not a list.")]
    [InlineData("""{ "layers": {} }""", "'layers' must be a list in brackets, not an object.")]
    [InlineData("""{ "layers": [], "epochs": "3" }""", "'epochs' must be a whole number from 1 to 1000, not the text '3'.")]
    [InlineData("""{ "layers": [], "epochs": 2.5 }""", "'epochs' must be a whole number from 1 to 1000, not 2.5.")]
    [InlineData("""{ "layers": [], "epochs": null }""", "'epochs' must be a whole number from 1 to 1000, not null.")]
    [InlineData("""{ "layers": [], "epochs": 1e99 }""", "'epochs' must be a whole number from 1 to 1000, not 1e99.")]
    [InlineData("""{ "layers": [], "start": 1 }""", "'start' must be an object in braces, not 1.")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": "3" }] }""", "'layers[0].kernel' must be 2 whole numbers in brackets, or one for all of them, each at least 1, not the text '3'.")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": [1, 2, 3] }] }""", "'layers[0].kernel' must be 2 whole numbers")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": [1, 0] }] }""", "each at least 1, not 0.")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": 1, "gain": true }] }""", "'layers[0].gain' must be a number up to 8, not true.")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": 1, "gain": 1e999 }] }""", "'layers[0].gain' must be a number up to 8")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": 1, "bias": 1 }] }""", "'layers[0].bias' must be true or false, not 1.")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": 1, "name": [] }] }""", "'layers[0].name' must be a text in quotes, not a list.")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": 1, "boundary": "plane" }] }""", "'layers[0].boundary' is 'plane'; did you mean 'plain'? Known are plain, upside-down.")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": 1, "boundary": 2 }] }""", "'layers[0].boundary' must be one of plain, upside-down, not 2.")]

    // Ranges.
    [InlineData("""{ "layers": [], "epochs": 0 }""", "'epochs' must be a whole number from 1 to 1000, not 0.")]
    [InlineData("""{ "layers": [], "start": { "seed": -1 } }""", "'start.seed' must be a whole number from 0 on, not -1.")]
    [InlineData("""{ "layers": [{ "kind": "conv", "kernel": 1, "gain": 9 }] }""", "'layers[0].gain' must be a number up to 8, not 9.")]

    // Given twice.
    [InlineData("""{ "layers": [], "epochs": 3, "epochs": 4 }""", "'epochs' is given twice; leave one of them out.")]
    [InlineData("""{ "layers": [{ "kind": "relu", "kind": "relu" }] }""", "'layers[0].kind' is given twice")]

    // What a constructor refuses, deep inside.
    [InlineData("""{ "layers": [{ "kind": "tree", "branches": ["relu", { "kind": "conv", "kernel": 1, "name": "!" }] }] }""", "'layers[0].branches[1]': A name cannot be '!'.")]
    [InlineData("""{ "layers": [{ "kind": "tree", "branches": ["relu", { "kind": "tree", "branches": ["none"] }] }] }""", "'layers[0].branches[1].branches[0]': there is no layer")]
    public void What_is_wrong_is_named_with_its_place(string json, string message)
    {
        string actual = Assert.Throws<SettingsException>(() => Read(json)).Message;
        Assert.StartsWith(message.StartsWith('\'') || message.StartsWith("The", StringComparison.Ordinal) ? message : "'", actual, StringComparison.Ordinal);
        Assert.Contains(message, actual, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', actual);
        Assert.DoesNotContain("Parameter", actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_and_broken_names_make_short_messages_of_one_line()
    {
        string json = JsonSerializer.Serialize(new Dictionary<string, object> { ["layers"] = Array.Empty<int>(), ["a\nb" + new string('x', 1_000_000)] = 1 });
        string message = Assert.Throws<SettingsException>(() => Read(json)).Message;
        Assert.InRange(message.Length, 10, 200);
        Assert.DoesNotContain('\n', message);
        message = Assert.Throws<SettingsException>(() => Read(JsonSerializer.Serialize(new { layers = new[] { new string('y', 1_000_000) } }))).Message;
        Assert.InRange(message.Length, 10, 200);
    }

    [Theory]
    [InlineData("kernal", "kernel")]
    [InlineData("lern-rate", "learn-rate")]
    [InlineData("RATE", "rate")]
    [InlineData("kern", "kernel")]
    [InlineData("banana", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_near(string typed, string? expected) => Assert.Equal(expected, NearestName.Find(typed, ["kernel", "rate", "learn-rate"]));

    internal static IReadOnlyList<Layer> File(SettingsReader settings)
    {
        IReadOnlyList<Layer> layers = settings.Parts("layers", "The layers", Layers);
        settings.WholeNumber("epochs", "How often", 5, 1, 1000);
        settings.Section("start", "Where it begins", section => section.WholeNumber("seed", "The seed", 0, 0));
        return layers;
    }

    internal static KindTable<Layer> Layers { get; } = Table();

    private static KindTable<Layer> Table()
    {
        KindTable<Layer> kinds = new("layer", new Layer("sample"));
        kinds.Add("relu", "Cuts", _ => new Layer("relu"));
        kinds.Add("conv", "Convolves", settings =>
        {
            Shape kernel = settings.Lengths("kernel", "Its size", null, 2, 1);
            double gain = settings.Number("gain", "A factor", 1, maximum: 8);
            Boundary boundary = settings.Choice<Boundary>("boundary", "At the edge", Boundary.Plain);
            string name = settings.Text("name", "What it is called", "");
            bool bias = settings.Boolean("bias", "Whether it adds", true);
            return name == "!" ? throw new ArgumentException($"A name cannot be '{name}'.", nameof(settings)) : new Layer("conv", $"{kernel[0]}×{kernel[1]}", gain, boundary, name, bias);
        });
        kinds.Add("tree", "Branches", settings => settings.Parts("branches", "What it holds", kinds) is [_, ..]
            ? new Layer("tree")
            : throw new ArgumentException("A tree has branches."));
        return kinds;
    }

    private static IReadOnlyList<Layer> Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return JsonSettings.Read(document.RootElement, "", File);
    }

    public enum Boundary
    {
        Plain,
        UpsideDown,
    }

    public sealed record Layer(string Kind, string Kernel = "", double Gain = 0, Boundary Boundary = Boundary.Plain, string Name = "", bool Bias = false);
}
