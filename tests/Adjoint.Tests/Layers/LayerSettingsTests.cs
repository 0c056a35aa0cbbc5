using System.Text.Json;
using System.Text.Json.Nodes;
using Adjoint.Configuration;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;

namespace Adjoint.Tests.Layers;

/// <summary>Layers and losses from settings: what is wrong is named in one line, and the schema says what is right.</summary>
public sealed class LayerSettingsTests
{
    [Theory]
    [InlineData("""{"kind":"dropout","rate":1.5}""", "'layers[0].rate' must be a number from 0 to 1, not 1.5")]
    [InlineData("""{"kind":"dropout","rate":1}""", "'layers[0]': A dropout's rate is the part that is dropped, at least 0 and below 1, not 1")]
    [InlineData("""{"kind":"dropout"}""", "'layers[0].rate' is missing")]
    [InlineData("""{"kind":"dense","units":0}""", "'layers[0].units' must be a whole number from 1 on")]
    [InlineData("""{"kind":"dense","units":3,"activation":"rellu"}""", "did you mean 'relu'?")]
    [InlineData("""{"kind":"batch-normalization","epsilon":0}""", "epsilon of a batch-normalization is above 0")]
    [InlineData("""{"kind":"batch-normalization","momentum":2}""", "'layers[0].momentum'")]
    [InlineData("""{"kind":"group-normalization","groups":3}""", "group-normalization1: The 4 channels of 6×6×4 cannot be cut into 3 equal groups")]
    [InlineData("""{"kind":"max-pooling","window":[0,2]}""", "'layers[0].window'")]
    [InlineData("""{"kind":"max-pooling","window":9}""", "max-pooling1: The window 9×9 is larger than the pictures")]
    [InlineData("""{"kind":"max-pooling","window":2,"padding":[5,5]}""", "max-pooling1: ")]
    [InlineData("""{"kind":"average-pooling","window":2,"count":true}""", "'layers[0].count' is unknown; did you mean 'count-padding'?")]
    [InlineData("""{"kind":"residual","layers":[]}""", "'layers[0]': A residual needs at least one layer within it")]
    [InlineData("""{"kind":"residual","layers":[{"kind":"dense","units":2}]}""", "residual1: The body of a residual turns 6×6×4 into 2")]
    [InlineData("""{"kind":"chain","layers":[{"kind":"dropout","rate":-1}]}""", "'layers[0].layers[0].rate'")]
    [InlineData("""{"kind":"chain","layers":[{"kind":"convolution","channels":1,"kernel":9}]}""", "chain1: Layer convolution1: ")]
    [InlineData("""{"kind":"chain","layers":[{"kind":"add"}]}""", "reads two or more inputs, not 1")]
    [InlineData("""{"kind":"add"}""", "reads two or more inputs, not 1")]
    [InlineData("""{"kind":"pixel-shuffle","block":3}""", "pixel-shuffle1: ")]
    [InlineData("""{"kind":"up-sampling","factor":100000}""", "up-sampling1: A picture of 6×6×4 made 100000 times higher and wider is too large")]
    [InlineData("""{"kind":"down-sampling","factor":4}""", "must be multiples of 4")]
    [InlineData("""{"kind":"reshape","shape":[3,3]}""", "reshape1: A sample of 6×6×4 has 144 entries and cannot become 3×3")]
    [InlineData("""{"kind":"transposed-correlation","channels":2,"kernel":3,"output-padding":[1,1]}""", "transposed-correlation1: ")]
    [InlineData("""{"kind":"transposed-convolution","channels":3,"kernel":3,"groups":2}""", "transposed-convolution1: ")]
    [InlineData("""{"kind":"transposed-convolution","channels":2000000000,"kernel":3000}""", "transposed-convolution1: ")]
    [InlineData("""{"kind":"dense","units":2000000000}""", "dense1: ")]
    public void A_bad_layer_is_named_in_one_line(string layer, string expected)
    {
        using JsonDocument document = JsonDocument.Parse($$"""{"input":[6,6,4],"layers":[{{layer}}]}""");
        string message = Assert.Throws<SettingsException>(() => JsonSettings.Read(document.RootElement, "", ModelArchitecture.Read).Build()).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.True(message.Length < 400, message);
    }

    [Theory]
    [InlineData("""{"kind":"huber","delta":0}""", "'loss': The delta of a huber loss is a number above 0, not 0")]
    [InlineData("""{"kind":"cross-entropy","label-smoothing":2}""", "'loss.label-smoothing'")]
    [InlineData("""{"kind":"cross-entropy","class-weights":[1,-1]}""", "class weights of a cross-entropy are at least 0, not 1, -1")]
    [InlineData("\"cross-entropi\"", "did you mean 'cross-entropy'?")]
    public void A_bad_loss_is_named_in_one_line(string loss, string expected)
    {
        using JsonDocument document = JsonDocument.Parse(loss);
        string message = Assert.Throws<SettingsException>(() => JsonSettings.ReadPart(document.RootElement, "loss", LossTable.Kinds)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Layers_and_losses_describe_themselves_as_a_schema()
    {
        JsonObject schema = JsonSchema.Describe("https://example.org/model", "A model.", settings =>
            (ModelArchitecture.Read(settings), settings.Part("loss", "What is made small.", LossTable.Kinds)));
        string[] layers = Kinds(schema, "layer"), losses = Kinds(schema, "loss");
        Assert.Superset(LayerTable.Kinds.Kinds.Where(kind => !kind.StartsWith("test-", StringComparison.Ordinal) && kind != "faulty").ToHashSet(), layers.ToHashSet());
        Assert.Equal(LossTable.Kinds.Kinds, losses);
    }

    /// <summary>The kinds that have settings described, the first choice being the bare name of a kind.</summary>
    private static string[] Kinds(JsonObject schema, string table) =>
        [.. schema["$defs"]![table]!["anyOf"]!.AsArray().Skip(1).Select(choice => choice!["properties"]!["kind"]!["const"]!.GetValue<string>())];
}
