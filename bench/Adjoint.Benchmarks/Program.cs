// Times the library on the workloads of the comparison with other engines and prints one JSON object a line:
// {"workload":"seednet-train","engine":"adjoint","medianMs":4.1,"minMs":3.9}
// Usage: Adjoint.Benchmarks [WORKLOAD-PREFIX]
// With "correlations" instead it prints what each form of the correlation reaches on one core, layer by layer.
using System.Diagnostics;
using Adjoint.Benchmarks;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

string only = args.Length > 0 ? args[0] : "";
if (only == "correlations")
{
    CorrelationForms.Print();
    return;
}

int threads = int.TryParse(Environment.GetEnvironmentVariable("THREADS"), out int wanted) ? wanted : 2;
using WorkerPool workers = new(threads);

// The network of problem P4, in correlation as the other engines compute it.
static Sequential SeedNetwork(int height, int width) =>
    new([height, width, 3], new Correlation2D(8, 3, Activation.Relu), new Correlation2D(1, 3, Activation.Relu));

static Tensor<float> Random(Shape shape)
{
    Tensor<float> tensor = new(shape);
    new KeyedRandom(1, "benchmark").FillUniform(tensor.Span);
    return tensor;
}

void Time(string workload, int runs, Action step)
{
    if (!workload.StartsWith(only, StringComparison.Ordinal))
    {
        return;
    }

    // Tiered compilation reaches its last tier in the background: run until it has had time to.
    long start = Stopwatch.GetTimestamp();
    while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2))
    {
        step();
    }

    double[] times = new double[runs];
    for (int i = 0; i < runs; i++)
    {
        start = Stopwatch.GetTimestamp();
        step();
        times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    Array.Sort(times);
    Console.WriteLine(FormattableString.Invariant(
        $"{{\"workload\":\"{workload}\",\"engine\":\"adjoint\",\"medianMs\":{times[runs / 2]:F3},\"minMs\":{times[0]:F3}}}"));
}

{
    Sequential model = SeedNetwork(2160, 3840);
    Tensor<float> picture = Random(model.InputShape);
    Tensor<float> result = new(model.OutputShape(model.InputShape));
    TiledInference inference = new(model, model.InputShape);
    Time("seednet-infer-4k", 25, () => inference.Run(picture.Memory, result.Memory, workers));
}

{
    Sequential model = SeedNetwork(256, 256);
    TrainingStep training = new(model, Loss.MeanSquaredError, new StochasticGradientDescent(1e-3), [256, 256, 3], [252, 252, 1], new FitOptions { BatchSize = 8 });
    Tensor<float> inputs = Random([8, 256, 256, 3]), targets = Random([8, 252, 252, 1]);
    int number = 0;
    Time("seednet-train", 101, () => training.Run(new BatchData(inputs.Memory, targets.Memory, 8), ++number, 1e-3, workers));
}
