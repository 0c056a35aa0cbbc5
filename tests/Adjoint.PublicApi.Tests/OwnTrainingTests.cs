using System.Text.Json;
using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Optimizers;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.PublicApi.Tests;

/// <summary>A layer, a loss, an optimizer and a data source of a user's own, together in one training run.</summary>
public sealed class OwnTrainingTests
{
    /// <summary>Multiplies each channel by a number of its own.</summary>
    private sealed class ChannelScale : Layer
    {
        public override string Kind => "channel-scale";

        public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs) => [new("scale", [inputs[0][^1]], Initializer.Zeros)];

        public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context) => inputs[0] * context.Parameters[0];

        public override void WriteSettings(Utf8JsonWriter writer)
        {
        }
    }

    /// <summary>‖p − t‖⁴ averaged: a power that the library's losses do not have.</summary>
    private sealed class FourthPower : Loss
    {
        public override string Name => "fourth power";

        public override Expr Build(Expr prediction, Expr target, Expr? weights = null) =>
            Expressions.Mean(Weighted(Expressions.Square(Expressions.Square(prediction - target)), weights));
    }

    /// <summary>Steps by the sign of the gradient.</summary>
    private sealed class SignDescent(double learningRate) : Optimizer(learningRate)
    {
        public override string Description => $"sign, rate {LearningRate}";

        public override int StateCount => 0;

        public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= (float)step.LearningRate * Math.Sign(gradient[i]);
            }
        }
    }

    /// <summary>Noise, and the same noise with its channels scaled by 2, −1 and ½.</summary>
    private sealed class ScaledNoise : SampleSource
    {
        public static readonly float[] Truth = [2, -1, 0.5f];

        public override int Count => 32;

        public override Shape InputShape => [4, 4, 3];

        public override Shape TargetShape => [4, 4, 3];

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
        {
            new KeyedRandom(1, "noise", epoch, index).FillNormal(input);
            for (int i = 0; i < input.Length; i++)
            {
                target[i] = Truth[i % 3] * input[i];
            }
        }
    }

    [Fact]
    public async Task They_train_are_saved_and_come_back()
    {
        Sequential model = new([4, 4, 3], new ChannelScale());
        FitOptions options = new() { Epochs = 60, Schedule = LearningRateSchedule.Cosine() };
        await model.FitAsync(new ScaledNoise(), new FourthPower(), new SignDescent(0.05), options, null, TestContext.Current.CancellationToken);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(ScaledNoise.Truth[i], model.Parameters[0].Value.Span[i], 0.02f);
        }

        string path = Path.Combine(Path.GetTempPath(), $"adjoint-own-layer-{Environment.ProcessId}.safetensors");
        try
        {
            model.Save(path);
            Assert.Contains("there is no layer of kind 'channel-scale'", Assert.Throws<InvalidDataException>(() => ModelFile.Load(path)).Message, StringComparison.Ordinal);
            LayerTable.Kinds.Add("channel-scale", "Scales each channel.", _ => new ChannelScale());
            Assert.Equal(model.Parameters[0].Value.Span.ToArray(), ModelFile.Load(path).Parameters[0].Value.Span.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
