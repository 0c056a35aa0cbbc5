using System.Text.Json.Nodes;
using Adjoint.Configuration;
using Adjoint.Optimizers;

namespace Adjoint.Tests.Configuration;

/// <summary>The schema says what the reader asks for.</summary>
public sealed class JsonSchemaTests
{
    private static readonly JsonObject _schema = JsonSchema.Describe("https://example.org/file", "A file", JsonSettingsTests.File);

    [Fact]
    public void The_file_has_its_properties()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Text(_schema["$schema"]));
        Assert.Equal("https://example.org/file", Text(_schema["$id"]));
        Assert.Equal("A file", Text(_schema["title"]));
        Assert.Equal("object", Text(_schema["type"]));
        Assert.False(_schema["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(["$schema", "epochs", "layers", "start"], Keys(_schema["properties"]));
        Assert.Equal(["layers"], Names(_schema["required"]));
        Same("""{ "type": "integer", "minimum": 1, "maximum": 1000, "description": "How often", "default": 5 }""", _schema["properties"]!["epochs"]);
        Same("""{ "type": "array", "items": { "$ref": "#/$defs/layer" }, "description": "The layers" }""", _schema["properties"]!["layers"]);
        Same(
            """
            { "type": "object", "additionalProperties": false, "description": "Where it begins",
              "properties": { "seed": { "type": "integer", "minimum": 0, "description": "The seed", "default": 0 } } }
            """,
            _schema["properties"]!["start"]);
    }

    [Fact]
    public void Kinds_are_defined_once_and_may_hold_themselves()
    {
        Assert.Equal(["layer"], Keys(_schema["$defs"]));
        JsonArray choices = _schema["$defs"]!["layer"]!["anyOf"]!.AsArray();
        Same("""{ "enum": ["conv", "relu", "tree"] }""", choices[0]);
        JsonNode conv = choices[1]!, tree = choices[3]!;
        Same("""{ "const": "conv" }""", conv["properties"]!["kind"]);
        Assert.Equal(["kind", "kernel"], Names(conv["required"]));
        Assert.Equal("Convolves", Text(conv["description"]));
        Assert.Equal(["bias", "boundary", "gain", "kernel", "kind", "name"], Keys(conv["properties"]));
        Same("""{ "enum": ["plain", "upside-down"], "description": "At the edge", "default": "plain" }""", conv["properties"]!["boundary"]);
        Same("""{ "type": "number", "maximum": 8, "description": "A factor", "default": 1 }""", conv["properties"]!["gain"]);
        Same(
            """
            { "oneOf": [ { "type": "integer", "minimum": 1 }, { "type": "array", "items": { "type": "integer", "minimum": 1 }, "minItems": 2, "maxItems": 2 } ],
              "description": "Its size" }
            """,
            conv["properties"]!["kernel"]);
        Same("""{ "type": "array", "items": { "$ref": "#/$defs/layer" }, "description": "What it holds" }""", tree["properties"]!["branches"]);
    }

    [Fact]
    public void Samples_that_do_not_fit_together_do_not_keep_settings_from_being_described()
    {
        KindTable<string> kinds = new("thing", "sample");
        kinds.Add("picky", "Refuses all", settings => throw new ArgumentException(settings.Text("name", "A name")));
        JsonObject schema = JsonSchema.Describe("x", "x", settings => settings.Part("thing", "A thing", kinds));
        Assert.Equal(["kind", "name"], Keys(schema["$defs"]!["thing"]!["anyOf"]![1]!["properties"]));
    }

    [Fact]
    public void The_tables_of_optimizers_and_schedules_have_schemas()
    {
        JsonObject schema = JsonSchema.Describe("x", "x", settings => (
            settings.Part("optimizer", "The optimizer", OptimizerTable.Kinds),
            settings.Part("schedule", "The schedule", ScheduleTable.Kinds, LearningRateSchedule.Constant)));
        Assert.Equal(["optimizer"], Names(schema["required"]));
        JsonArray optimizers = schema["$defs"]!["optimizer"]!["anyOf"]!.AsArray(), schedules = schema["$defs"]!["schedule"]!["anyOf"]!.AsArray();
        Assert.Equal(["adagrad", "adam", "adamw", "lion", "rmsprop", "sgd"], Names(optimizers[0]!["enum"]));
        Assert.All(optimizers.Skip(1), kind => Assert.Contains("rate", Keys(kind!["properties"])));
        Assert.Equal(
            ["constant", "cosine", "cosine-restarts", "exponential", "one-cycle", "plateau", "product", "sequence", "step", "warm-up"], Names(schedules[0]!["enum"]));
        JsonNode warmUp = schedules.Single(kind => kind!["properties"]?["kind"]?["const"] is JsonNode name && Text(name) == "warm-up")!;
        Assert.Equal("#/$defs/schedule", Text(warmUp["properties"]!["schedule"]!["$ref"]));
        Assert.Equal(["kind", "part"], Names(warmUp["required"]));
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static string[] Keys(JsonNode? node) => [.. node!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    private static string[] Names(JsonNode? node) => [.. node!.AsArray().Select(Text)];

    private static void Same(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual!.ToJsonString())), actual.ToJsonString());
}
