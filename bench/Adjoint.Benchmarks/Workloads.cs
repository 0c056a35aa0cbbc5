using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Training;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Benchmarks;

/// <summary>The workloads that all engines run, and further networks that only ours does, each through the plan as a user's own would.</summary>
internal static class Workloads
{
    /// <summary>All of them, in the order in which they are timed.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Inference("seednet-infer-4k", 25, SeedNetwork(2160, 3840)),
        Training("seednet-train", 101, SeedNetwork(256, 256), 8, Loss.MeanSquaredError),
        Training("classifier-train", 101, Classifier(), 64, new CrossEntropy()),
        Training("denoiser-train", 25, Denoiser(40), 16, Loss.MeanSquaredError),
        Inference("denoiser-infer-512", 15, Denoiser(512)),
        Expression("kernel31-infer-1024", 51, 31.0 * 31 * 994 * 994, [31, 31], [1024, 1024], (kernel, picture) => Correlate(kernel, picture)),
        Expression("matmul-1024", 51, 1024.0 * 1024 * 1024, [1024, 1024], [1024, 1024], MatrixProduct),
        Inference("own-16-16-infer-1080", 15, new Sequential([1080, 1920, 3], Same(16, 3), Same(16, 3), Same(16, 3), Same(3, 3, Activation.None))),
        Inference("own-5x5-24-infer-512", 15, new Sequential([512, 512, 1], Same(24, 5), Same(24, 5), Same(1, 5, Activation.None))),
        Inference("own-7x7-12-infer-1080", 15, new Sequential([1080, 1920, 3], Same(12, 7), Same(12, 1), Same(3, 7, Activation.None))),
        Training("own-16-16-train", 51, new Sequential([128, 128, 3], Same(16, 3), Same(16, 3), Same(16, 3), Same(3, 3, Activation.None)), 8, Loss.MeanSquaredError),
        Training("own-strided-train", 51, new Sequential([64, 64, 3], Strided(24), Strided(48), Same(48, 3), new Flatten(), new Dense(10)), 32, new CrossEntropy()),
        Training("own-5x5-24-train", 25, new Sequential([64, 64, 1], Same(24, 5), Same(24, 5), Same(1, 5, Activation.None)), 8, Loss.MeanSquaredError),
    ];

    /// <summary>The network of problem P4, in correlation as the other engines compute it.</summary>
    private static Sequential SeedNetwork(int height, int width) =>
        new([height, width, 3], new Correlation2D(8, 3, Activation.Relu), new Correlation2D(1, 3, Activation.Relu));

    private static Sequential Classifier() => new(
        [28, 28, 1],
        new Correlation2D(32, 3, Activation.Relu),
        new MaxPooling2D(2),
        new Correlation2D(64, 3, Activation.Relu),
        new MaxPooling2D(2),
        new Flatten(),
        new Dense(128, Activation.Relu),
        new Dense(10));

    private static Sequential Denoiser(int size) =>
        new([size, size, 1], [.. Enumerable.Repeat(64, 7).Select(channels => Same(channels, 3)), Same(1, 3, Activation.None)]);

    private static Correlation2D Same(int channels, int size, Activation activation = Activation.Relu) =>
        new(channels, size, activation) { Boundary = Boundary.Same };

    private static Correlation2D Strided(int channels) => new(channels, 3, Activation.Relu) { Boundary = Boundary.Same, Stride = [2, 2] };

    private static Workload Inference(string name, int runs, Sequential model) => new(name, runs, MultiplyAdds(model), workers =>
    {
        Tensor<float> picture = Random(model.InputShape), result = new(model.OutputShape(model.InputShape));
        TiledInference inference = new(model, model.InputShape);
        return () => inference.Run(picture.Memory, result.Memory, workers);
    });

    private static Workload Training(string name, int runs, Sequential model, int batch, Loss loss) => new(name, runs, batch * TrainingMultiplyAdds(model), workers =>
    {
        Shape output = model.OutputShape(model.InputShape);
        TrainingStep training = new(model, loss, new StochasticGradientDescent(1e-3), model.InputShape, output, new FitOptions { BatchSize = batch });
        Tensor<float> inputs = Random([batch, .. model.InputShape]), targets = output.Rank == 1 ? Classes(batch, output[0]) : Random([batch, .. output]);
        int number = 0;
        return () => training.Run(new BatchData(inputs.Memory, targets.Memory, batch), ++number, 1e-3, workers);
    });

    private static Workload Expression(string name, int runs, double multiplyAdds, Shape first, Shape second, Func<Expr, Expr, Expr> build) => new(name, runs, multiplyAdds, workers =>
    {
        Variable left = new("a", first), right = new("b", second);
        PlanSession<float> session = new(Plan.Compile(new Function([left, right], [build(left, right)])));
        session.Bind(0, Random(first).Memory);
        session.Bind(1, Random(second).Memory);
        return () => session.Run(workers);
    });

    /// <summary>Of the layers with kernels, for one picture.</summary>
    private static double MultiplyAdds(Sequential model) => model.Describe(model.InputShape).Sum(layer => (double)layer.MultiplyAdds);

    /// <summary>Forward, kernel gradient and source adjoint, which the first layer does not need.</summary>
    private static double TrainingMultiplyAdds(Sequential model) => (3 * MultiplyAdds(model)) - model.Describe(model.InputShape).First(layer => layer.MultiplyAdds > 0).MultiplyAdds;

    private static Tensor<float> Random(Shape shape)
    {
        Tensor<float> tensor = new(shape);
        new KeyedRandom(1, "benchmark").FillUniform(tensor.Span);
        return tensor;
    }

    private static Tensor<float> Classes(int batch, int classes)
    {
        Tensor<float> targets = new([batch, classes]);
        for (int sample = 0; sample < batch; sample++)
        {
            targets[sample, sample * 7 % classes] = 1;
        }

        return targets;
    }
}
