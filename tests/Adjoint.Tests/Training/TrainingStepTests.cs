using Adjoint.Data;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>One step: its gradient and its memory.</summary>
public sealed class TrainingStepTests : TrainingFixture
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(21)]
    public void The_gradient_of_a_batch_is_that_of_its_definition(int samples)
    {
        Sequential model = P4();
        NoisyToGrey source = Samples(samples);
        (Tensor<float> inputs, Tensor<float> targets) = Load(source, samples);
        DataDependentInitialization.Apply(model, inputs, targets);
        float[] start = Weights(model);
        TrainingStep step = new(model, Loss.MeanSquaredError, new StochasticGradientDescent(1), source.InputShape, source.TargetShape, new FitOptions { BatchSize = samples });
        double loss = step.Run(new BatchData(inputs.Memory, targets.Memory, samples), 1, 1e-3, WorkerPool.Serial);
        Assert.Equal(MeanSquaredError(model, source), loss, 1e-5 * loss);
        float[] gradient = step.Gradient.ToArray();

        // Against central differences of the loss as predicted pictures give it, in the direction of the gradient and in a random one.
        Random random = new(1);
        float[][] directions = [gradient, [.. gradient.Select(_ => (float)((2 * random.NextDouble()) - 1))]];
        foreach (float[] direction in directions)
        {
            double length = Math.Sqrt(direction.Sum(value => (double)value * value)), slope = 0;
            for (int i = 0; i < gradient.Length; i++)
            {
                slope += gradient[i] * direction[i] / length;
            }

            double difference = (LossAt(+2e-3) - LossAt(-2e-3)) / 4e-3;
            Assert.Equal(difference, slope, 0.02 * Math.Abs(difference) + 2e-4);

            double LossAt(double distance)
            {
                int place = 0;
                foreach (Parameter parameter in model.Parameters)
                {
                    for (int i = 0; i < parameter.Value.Span.Length; i++, place++)
                    {
                        parameter.Value.Span[i] = (float)(start[place] + (distance * direction[place] / length));
                    }
                }

                return MeanSquaredError(model, source);
            }
        }

        step.CopyToModel();
        float[] moved = Weights(model);
        Assert.Equal(start[7] - (1e-3f * gradient[7]), moved[7], 1e-7f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_allocates_nothing(int threads)
    {
        using WorkerPool workers = new(threads);
        Sequential model = P4();
        NoisyToGrey source = Samples(16);
        (Tensor<float> inputs, Tensor<float> targets) = Load(source, 16);
        TrainingStep step = new(model, Loss.MeanSquaredError, new Adam(1e-3), source.InputShape, source.TargetShape, new FitOptions { BatchSize = 16 });
        for (int i = 1; i <= 60; i++)
        {
            step.Run(new BatchData(inputs.Memory, targets.Memory, 16), i, 1e-3, workers);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 61; i <= 80; i++)
        {
            step.Run(new BatchData(inputs.Memory, targets.Memory, 16), i, 1e-3, workers);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
