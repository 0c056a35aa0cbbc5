using Adjoint.Layers;
using Adjoint.Models;

namespace Adjoint.Tests.Models;

public sealed class ClassificationTaskTests
{
    private static readonly string[] Classes = ["a", "b", "c"];

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(1.3333333333333333)]
    public void Logits_are_divided_by_the_temperature(double temperature)
    {
        Model model = new Sequential([1, 2, 1], new Dense(3));
        new ClassificationTask(Classes, false) { Temperature = temperature }.WriteTo(model);
        Assert.Equal(temperature != 1, model.Metadata.ContainsKey("task.temperature"));
        ClassificationTask task = ClassificationTask.Of(model)!;
        Assert.Equal(temperature, task.Temperature);

        float[] logits = [2, -1, 0.5f], scores = [.. logits];
        task.ToScores(scores);
        Assert.Equal(logits.Select(z => (float)(z / temperature)), scores);
        double sum = logits.Sum(z => Math.Exp(z / temperature));
        Assert.All(task.ToProbabilities(logits).Zip(logits), pair => Assert.Equal(Math.Exp(pair.Second / temperature) / sum, pair.First, 1e-7));
    }

    /// <summary>p^(1/T), normalised.</summary>
    [Fact]
    public void Probabilities_are_raised_to_the_inverse_of_the_temperature()
    {
        ClassificationTask task = new(Classes, true) { Temperature = 0.5 };
        Assert.All(task.ToProbabilities([0.5f, 0.5f, 0]).Zip([0.5, 0.5, 0]), pair => Assert.Equal(pair.Second, pair.First, 1e-7));
        Assert.All(task.ToProbabilities([0.6f, 0.3f, 0.1f]).Zip([0.36 / 0.46, 0.09 / 0.46, 0.01 / 0.46]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Large_logits_give_probabilities_that_sum_to_one()
    {
        double[] probabilities = new ClassificationTask(Classes, false).ToProbabilities([1e30f, 0.9999999e30f, -1e30f]);
        Assert.Equal([1.0, 0, 0], probabilities);
        Assert.Equal(1, new ClassificationTask(Classes, false).ToProbabilities([3e4f, 3e4f, 2.9999e4f]).Sum(), 1e-15);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("warm")]
    [InlineData("1,5")]
    public void A_wrong_temperature_is_refused(string text)
    {
        Model model = new Sequential([1, 2, 1], new Dense(3));
        new ClassificationTask(Classes, false).WriteTo(model);
        model.Metadata["task.temperature"] = text;
        Assert.Contains($"'{text}'", Assert.Throws<InvalidDataException>(() => ClassificationTask.Of(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_has_no_probability()
    {
        ClassificationTask task = new(Classes, false);
        Assert.Throws<ArgumentOutOfRangeException>(() => task with { Temperature = 0 });
        Assert.Throws<InvalidDataException>(() => task.ToProbabilities([1, float.NaN, 0]));
        Assert.Throws<InvalidDataException>(() => task.ToProbabilities([1, float.PositiveInfinity, 0]));
        Assert.Throws<InvalidDataException>(() => new ClassificationTask(Classes, true).ToProbabilities([0, 0, 0]));
        Assert.Throws<ArgumentException>(() => task.ToProbabilities([1, 2]));
    }
}
