using System.Text.Json;
using Adjoint.Tensors;

namespace Adjoint.Cli.Tests;

/// <summary>Training files of one's own: the samples, the schema, and what is refused.</summary>
public sealed class TrainingFileTests : IDisposable
{
    private const string Model = """ "model": { "input": [6, 6, 1], "layers": [{ "kind": "dense", "units": 2 }] } """;
    private const string Rest = """ "loss": "mean-squared-error", "optimizer": "adam", "training": { "epochs": 1 }, "data": "arrays" """;

    private readonly Workplace _place = new();

    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Path.Combine(Root, "samples", "training"), "*.json").Select(path => Path.GetFileName(path))];

    public static TheoryData<string> Recipes => [.. Directory.EnumerateFiles(Path.Combine(Root, "src", "Adjoint.Cli", "Recipes", "Files"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path))];

    private static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Adjoint.slnx")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_published_schema_is_the_one_that_the_command_prints()
    {
        string published = File.ReadAllText(Path.Combine(Root, "docs", "training.schema.json"));
        Assert.Equal(published.ReplaceLineEndings().Trim(), _place.Run("train", "--schema").Succeeds().Output.ReplaceLineEndings().Trim());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Samples_keep_to_the_schema(string sample) =>
        FollowsSchema(Path.Combine(Root, "samples", "training", sample));

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Recipes_keep_to_the_schema(string recipe) =>
        FollowsSchema(Path.Combine(Root, "src", "Adjoint.Cli", "Recipes", "Files", $"{recipe}.json"));

    [Fact]
    public void The_check_against_the_schema_sees_a_key_that_is_not_in_it() =>
        Assert.ThrowsAny<Exception>(() => FollowsSchema(_place.Write("odd.json", $$"""{ "modell": 1, {{Rest}} }""")));

    [Fact]
    public void Arrays_are_learnt_from_and_the_loss_is_told()
    {
        // The target is the sum of the inputs, which a dense layer can be.
        _place.Arrays("data", samples: 40);
        string file = _place.Write("sum.json", """
            {
              // Comments and trailing commas are allowed.
              "model": { "input": [2, 2, 1], "layers": [{ "kind": "dense", "units": 1 }] },
              "loss": "mean-squared-error",
              "optimizer": { "kind": "adam", "rate": 0.05 },
              "training": { "epochs": 40, "batch": 8 },
              "data": { "kind": "arrays", "validation": 0.25, },
            }
            """);
        JsonElement result = _place.Run("train", file, "--data", "data", "--json").Succeeds().Json();
        Assert.Equal(30, result.GetProperty("train").GetProperty("samples").GetInt32());
        Assert.Equal(10, result.GetProperty("validation").GetProperty("samples").GetInt32());
        Assert.InRange(result.GetProperty("validation").GetProperty("loss").GetDouble(), 0, 0.01);
        Assert.Equal(Path.Combine("runs", "sum", "sum.safetensors"), result.GetProperty("model").GetString());
    }

    [Fact]
    public void All_samples_are_taken_at_once_by_L_BFGS()
    {
        _place.Arrays("data", samples: 40);
        string file = _place.Write("least-squares.json", """
            {
              "model": { "input": [2, 2, 1], "layers": [{ "kind": "dense", "units": 1 }] },
              "loss": "mean-squared-error",
              "l-bfgs": { "tolerance": 1e-9 },
              "data": "arrays"
            }
            """);
        CommandResult result = _place.Run("train", file, "--data", "data", "--json").Succeeds();

        // The target is the sum of the inputs: the minimum is zero.
        Assert.InRange(result.Json().GetProperty("train").GetProperty("loss").GetDouble(), 0, 1e-12);
        Assert.Contains("as small as asked for", result.Error, StringComparison.Ordinal);
        JsonElement optimality = result.Json().GetProperty("optimality");
        Assert.True(optimality.GetProperty("globalMinimum").GetBoolean());
        Assert.True(optimality.GetProperty("attained").GetBoolean());
        Assert.InRange(optimality.GetProperty("gradientNorm").GetDouble(), 0, 1e-9);
        Assert.Equal(JsonValueKind.Null, optimality.GetProperty("distanceBound").ValueKind);
        Assert.True(File.Exists(_place["runs/least-squares/least-squares.safetensors"]));
        Assert.Equal(1, _place.Run("train", file, "--data", "data", "--resume").ExitCode);
    }

    [Theory]
    [InlineData("", "yes", "lies within g / (2·0.01)")]
    [InlineData("""{ "kind": "dense", "units": 3, "activation": "relu" },""", "not known", "stationary point at most")]
    public void It_is_said_whether_the_global_minimum_was_reached(string hidden, string answer, string why)
    {
        _place.Arrays("data", samples: 40);
        string file = _place.Write("ridged.json", $$"""
            {
              "model": { "input": [2, 2, 1], "layers": [{{hidden}} { "kind": "dense", "units": 1 }] },
              "loss": "mean-squared-error",
              "l-bfgs": { "tolerance": 1e-4, "ridge": 0.01 },
              "data": "arrays"
            }
            """);
        string said = _place.Run("train", file, "--data", "data").Succeeds().Output;
        Assert.Contains($"Global minimum? {answer}", said, StringComparison.Ordinal);
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_are_drawn_learnt_and_scored()
    {
        string file = _place.Write("few.json", """
            {
              "model": { "input": [28, 28, 1], "layers": ["global-average-pooling", { "kind": "dense", "units": 10 }] },
              "loss": "cross-entropy",
              "optimizer": "adam",
              "training": { "epochs": 1, "batch": 1000000000, "scale-on-first-batch": false },
              "data": { "kind": "labelled-pictures", "drawn": { "train": 60, "validation": 20, "test": 20 }, "augmentation": ["flip"], "mixup": 0.2 }
            }
            """);
        JsonElement result = _place.Run("train", file, "--json").Succeeds().Json();
        foreach ((string part, int samples) in (ReadOnlySpan<(string, int)>)[("train", 60), ("validation", 20), ("test", 20)])
        {
            JsonElement score = result.GetProperty(part);
            Assert.Equal(samples, score.GetProperty("samples").GetInt32());
            Assert.InRange(score.GetProperty("accuracy").GetDouble(), 0, 1);
            Assert.InRange(score.GetProperty("nll").GetDouble(), 0.5, 10);
            Assert.InRange(score.GetProperty("ece").GetDouble(), 0, 1);
        }

        string rows = string.Join('\n', Enumerable.Range(0, 20).Select(row => $"{string.Join(',', Enumerable.Range(0, 16).Select(i => (i * row) % 17))},{row % 10}"));
        string csv = _place.Write("digits.csv", rows);
        JsonElement scored = _place.Run("score", "runs/few/few.safetensors", "--data", csv, "--json").Succeeds().Json();
        Assert.Equal(20, scored.GetProperty("samples").GetInt32());
        Assert.Equal(["samples", "accuracy", "nll", "ece"], scored.EnumerateObject().Select(member => member.Name));

        // A picture of another size gives a number for each class, and no picture.
        string picture = Directory.EnumerateFiles(_place[_place.Pictures("photos", 1, 40)]).Single();
        _place.Run("run", "runs/few/few.safetensors", "--input", picture, "--output", "logits.npy").Succeeds();
        Assert.Equal([10], NpyFile.Read<float>(_place["logits.npy"]).Shape);
        CommandResult refusal = _place.Run("run", "runs/few/few.safetensors", "--input", picture, "--output", "logits.png");
        Assert.Equal(1, refusal.ExitCode);
        Assert.Contains(".npy", refusal.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "{", "no JSON" },
        { "[]", "must be an object" },
        { $$"""{ {{Model}} }""", "'loss' is missing" },
        { $$"""{ {{Model}}, {{Rest}}, "sched": "cosine" }""", "did you mean 'schedule'" },
        { $$"""{ {{Model}}, {{Rest.Replace("epochs\": 1", "epochs\": 1, \"bach\": 3")}} }""", "'training.bach' is unknown" },
        { $$"""{ {{Model.Replace("units", "unit")}}, {{Rest}} }""", "units" },
        { $$"""{ {{Model.Replace("dense", "dens")}}, {{Rest}} }""", "did you mean 'dense'" },
        { $$"""{ "model": { "input": [6, 6, 1], "layers": [{ "kind": "dropout", "rate": 1.5 }, { "kind": "dense", "units": 2 }] }, {{Rest}} }""", "model.layers[0]" },
        { $$"""{ "model": { "input": [2, 2, 1], "layers": [{ "kind": "convolution", "channels": 1, "kernel": 3 }] }, {{Rest}} }""", "convolution1" },
        { $$"""{ "model": { "input": [6, 6, 1] }, {{Rest}} }""", "'layers'" },
        { $$"""{ {{Model}}, {{Rest}}, "schedule": { "kind": "step", "every": 0 } }""", "schedule.every" },
        { $$"""{ {{Model}}, {{Rest.Replace("epochs\": 1", "epochs\": 0")}} }""", "training.epochs" },
        { $$"""{ {{Model}}, {{Rest.Replace("epochs\": 1", "epochs\": 1, \"freeze\": [\"dense7\"]")}} }""", "dense7" },
        { $$"""{ {{Model}}, {{Rest.Replace("epochs\": 1", "epochs\": 1, \"start\": \"none.safetensors\"")}} }""", "none.safetensors" },
        { $$"""{ {{Model}}, {{Rest}} }""", "inputs.npy" },
        { $$"""{ {{Model}}, {{Rest}}, "l-bfgs": {} }""", "not by both" },
        { $$"""{ {{Model}}, {{Rest.Replace("\"optimizer\": \"adam\",", "")}} }""", "'optimizer' is missing" },
        { $$"""{ {{Model}}, {{Rest.Replace("\"arrays\"", "\"labelled-pictures\"")}} }""", "classes" },
        { $$"""{ {{Model}}, {{Rest.Replace("\"arrays\"", "\"noisy-pictures\"")}} }""", "data" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_wrong_is_said_in_one_line_that_names_it(string text, string expected)
    {
        CommandResult result = _place.Run("train", _place.Write("own.json", text));
        Assert.Equal(1, result.ExitCode);
        string last = result.Error.Trim().Split('\n')[^1];
        Assert.Contains(expected, last, StringComparison.Ordinal);
        Assert.StartsWith("adjoint train: ", last, StringComparison.Ordinal);
        Assert.DoesNotContain("please report", last, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_command_line_says_wrong_is_a_matter_of_usage()
    {
        Assert.Equal(2, _place.Run("train").ExitCode);
        Assert.Equal(2, _place.Run("train", "digits", "--sigma", "3").ExitCode);
        Assert.Equal(1, _place.Run("train", "nowhere.json").ExitCode);
    }

    private static void FollowsSchema(string path)
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "docs", "training.schema.json")));
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
        Follow(schema.RootElement, schema.RootElement, file.RootElement, "");
    }

    /// <summary>Every key must be one of the schema's, and every required one there; parts are held to the variant of their kind.</summary>
    private static void Follow(JsonElement root, JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            JsonElement[] variants = [.. root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]).GetProperty("anyOf").EnumerateArray()];
            string kind = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetProperty("kind").GetString()!;
            Assert.Contains(kind, variants[0].GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
            if (value.ValueKind == JsonValueKind.Object)
            {
                Follow(root, variants.Skip(1).Single(variant => variant.GetProperty("properties").GetProperty("kind").GetProperty("const").GetString() == kind), value, path);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
            {
                Assert.True(schema.GetProperty("properties").TryGetProperty(member.Name, out JsonElement inner), $"{path}.{member.Name}");
                Follow(root, inner, member.Value, $"{path}.{member.Name}");
            }

            if (schema.TryGetProperty("required", out JsonElement required))
            {
                Assert.All(required.EnumerateArray(), key => Assert.True(value.TryGetProperty(key.GetString()!, out _), $"{path}.{key}"));
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Follow(root, items, item, $"{path}[]");
            }
        }
    }
}
