using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Execution;

public class PlanSessionTests
{
    private static readonly Variable X = new("x", [2, 3]), Y = new("y", [2, 3]), Z = new("z", [4]);

    [Fact]
    public void Outputs_may_be_inputs_constants_and_the_same_twice_and_inputs_unused()
    {
        Expr sum = X + Y, seven = new Constant(new Tensor<double>([2], [7, 8]));
        Plan plan = Plan.Compile(new Function([X, Z, Y], [X, seven, sum, sum, X]));
        Tensor<double> x = Counting([2, 3], 1), y = Counting([2, 3], 10);
        PlanSession<double> session = Bound(plan, x, Counting([4], 0), y);
        session.Run(WorkerPool.Serial);
        Assert.Equal(x.Span.ToArray(), session.Output(0).ToArray());
        Assert.Equal([7, 8], session.Output(1).ToArray());
        Assert.Equal([11, 13, 15, 17, 19, 21], session.Output(2).ToArray());
        Assert.Equal([11, 13, 15, 17, 19, 21], session.Output(3).ToArray());
        Assert.Equal(x.Span.ToArray(), session.Output(4).ToArray());
    }

    [Fact]
    public void An_output_that_is_only_a_broadcast_is_written_out()
    {
        Plan plan = Plan.Compile(new Function([X, Z], [BroadcastTo(Z, [2, 4]), BroadcastTo(Z, [2, 4]) + 1, Reshape(X, [6])]));
        PlanSession<double> session = Bound(plan, Counting([2, 3], 1), Counting([4], 0));
        session.Run(WorkerPool.Serial);
        Assert.Equal([0, 1, 2, 3, 0, 1, 2, 3], session.Output(0).ToArray());
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4], session.Output(1).ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], session.Output(2).ToArray());
    }

    [Fact]
    public void A_function_without_steps_or_outputs_runs()
    {
        PlanSession<float> nothing = new(Plan.Compile(new Function([], [])));
        nothing.Run(WorkerPool.Serial);
        PlanSession<float> number = new(Plan.Compile(new Function([], [new Constant(3)])));
        number.Run(WorkerPool.Serial);
        Assert.Equal(3f, number.Output(0)[0]);
    }

    [Fact]
    public void Copies_of_results_do_not_change_with_the_next_run()
    {
        Plan plan = Plan.Compile(new Function([X], [Square(X) + 1, X]));
        Tensor<double> first = Counting([2, 3], 1);
        PlanSession<double> session = Bound(plan, first);
        session.Run(WorkerPool.Serial);
        Tensor<double> square = session.CopyOutput(0), input = session.CopyOutput(1);
        session.Bind(0, Counting([2, 3], 100).Memory);
        session.Run(WorkerPool.Serial);
        Assert.Equal([2, 5, 10, 17, 26, 37], square.Span.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], input.Span.ToArray());
        square.Span.Clear();
        input.Span.Clear();
        Assert.Equal(10001, session.Output(0)[0]);
        Assert.Equal(1, first.Span[0]);
    }

    [Fact]
    public void Values_that_are_evaluated_are_the_callers_own()
    {
        Tensor<double> value = Counting([2, 3], 1);
        Tensor<double> identity = X.Evaluate((X, value));
        identity.Span.Clear();
        Assert.Equal(1, value.Span[0]);

        Constant constant = new(Counting([2], 5));
        constant.Evaluate<double>().Span.Clear();
        Assert.Equal(5, constant.Evaluate<double>().Span[0]);
        constant.ToTensor().Span.Clear();
        Assert.Equal(5, constant.ToTensor().Span[0]);
    }

    [Fact]
    public void Rebound_inputs_are_seen_wherever_they_are_read()
    {
        // Read directly, reshaped (the same memory under another shape), and after a change of layout.
        Variable pictures = new("p", [1, 4, 3, 2]), kernel = new("k", [2, 2, 2, 2]);
        Expr[] outputs = [pictures + 1, Reshape(pictures, [24]) * 2, CorrelatePictures(kernel, pictures)];
        PlanSession<double> session = new(Plan.Compile(new Function([pictures, kernel], outputs)));
        Random random = new(3);
        for (int run = 0; run < 3; run++)
        {
            Tensor<double> p = RandomTensors.Whole(random, pictures.Shape), k = RandomTensors.Whole(random, kernel.Shape);
            session.Bind(0, p.Memory);
            session.Bind(1, k.Memory);
            session.Run(WorkerPool.Serial);
            Tensor<double>[] expected = Interpreter.Evaluate(outputs, [(pictures, p), (kernel, k)]);
            Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(0, Vectors.Distance(expected[i], session.CopyOutput(i))));
        }
    }

    [Fact]
    public void Missing_and_misshapen_values_are_named()
    {
        PlanSession<double> session = new(Plan.Compile(new Function([X, Z], [X + 1])));
        session.Bind(1, Counting([4], 0).Memory);
        Assert.Contains("'x'", Assert.Throws<InvalidOperationException>(() => session.Run(WorkerPool.Serial)).Message, StringComparison.Ordinal);
        string size = Assert.Throws<ArgumentException>(() => session.Bind(0, new double[5])).Message;
        Assert.Contains("'x'", size, StringComparison.Ordinal);
        Assert.Contains("2×3", size, StringComparison.Ordinal);
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => (X + 1).Evaluate<double>()).Message, StringComparison.Ordinal);
        Assert.Contains("3×2", Assert.Throws<ArgumentException>(() => (X + 1).Evaluate((X, new Tensor<double>([3, 2])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        foreach ((string what, Plan plan) in Representative())
        {
            PlanSession<float> session = new(plan);
            for (int i = 0; i < plan.Function.Inputs.Count; i++)
            {
                session.Bind(i, new float[plan.Function.Inputs[i].Shape.Size]);
            }

            for (int warmUp = 0; warmUp < 50; warmUp++)
            {
                session.Run(WorkerPool.Serial);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            session.Run(WorkerPool.Serial);
            session.Run(WorkerPool.Serial);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated == 0, $"{what}: {allocated} bytes in two runs.\n{plan}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        using WorkerPool workers = new(threads);
        foreach ((string what, Plan plan) in Representative())
        {
            Random random = new(5);
            float[][] values = [.. plan.Function.Inputs.Select(input => Vectors.ToSingle(RandomTensors.Next(random, input.Shape)).Span.ToArray())];
            PlanSession<float> alone = new(plan), shared = new(plan);
            for (int i = 0; i < values.Length; i++)
            {
                alone.Bind(i, values[i]);
                shared.Bind(i, values[i]);
            }

            alone.Run(WorkerPool.Serial);
            for (int run = 0; run < 3; run++)
            {
                shared.Run(workers);
                for (int i = 0; i < plan.Function.Outputs.Count; i++)
                {
                    Assert.True(alone.Output(i).SequenceEqual(shared.Output(i)), $"{what}: output {i} differs with {threads} threads.");
                }
            }
        }
    }

    [Fact]
    public async Task Two_sessions_of_one_plan_run_at_once()
    {
        Plan plan = Representative().First().Plan;
        async Task<float[][]> run(int seed) => await Task.Run(() =>
        {
            Random random = new(seed);
            PlanSession<float> session = new(plan);
            for (int i = 0; i < plan.Function.Inputs.Count; i++)
            {
                session.Bind(i, Vectors.ToSingle(RandomTensors.Next(random, plan.Function.Inputs[i].Shape)).Memory);
            }

            float[][] results = [];
            for (int repeat = 0; repeat < 20; repeat++)
            {
                session.Run(WorkerPool.Shared);
                float[][] now = [.. Enumerable.Range(0, plan.Function.Outputs.Count).Select(i => session.Output(i).ToArray())];
                Assert.True(repeat == 0 || now.Zip(results).All(pair => pair.First.SequenceEqual(pair.Second)), "A run differs from the one before.");
                results = now;
            }

            return results;
        });

        float[][] first = await run(1), second = await run(2);
        float[][][] together = await Task.WhenAll(run(1), run(2));
        Assert.Equal(first, together[0]);
        Assert.Equal(second, together[1]);
    }

    [Fact]
    public void Float32_and_float64_come_from_one_plan()
    {
        Plan plan = Plan.Compile(new Function([X], [X * 0.1]));
        PlanSession<float> narrow = new(plan);
        PlanSession<double> wide = new(plan);
        narrow.Bind(0, new float[] { 1, 2, 3, 4, 5, 6 });
        wide.Bind(0, new double[] { 1, 2, 3, 4, 5, 6 });
        narrow.Run(WorkerPool.Serial);
        wide.Run(WorkerPool.Serial);
        Assert.Equal([1 * 0.1f, 2 * 0.1f, 3 * 0.1f, 4 * 0.1f, 5 * 0.1f, 6 * 0.1f], narrow.Output(0).ToArray());
        Assert.Equal([1 * 0.1, 2 * 0.1, 3 * 0.1, 4 * 0.1, 5 * 0.1, 6 * 0.1], wide.Output(0).ToArray());
    }

    /// <summary>Plans with every kind of step: a network with its gradients, and each shaping operation.</summary>
    private static IEnumerable<(string What, Plan Plan)> Representative()
    {
        Variable pictures = new("pictures", [2, 20, 17, 3]), first = new("w1", [3, 3, 3, 8]), bias = new("b1", [8]), second = new("w2", [3, 3, 8, 1]), target = new("target", [2, 16, 13, 1]);
        Expr hidden = Relu(CorrelatePictures(first, pictures) + bias);
        Expr loss = Mean(Square(Relu(CorrelatePictures(second, hidden)) - target));
        yield return ("network", Plan.Compile(new Function([pictures, first, bias, second, target], [loss, .. loss.Gradient([first, bias, second, pictures])])));

        Expr[] shaped =
        [
            Flip(pictures), Pad(pictures, [0, 1, 2, 0], [0, 0, 1, 0]), Crop(pictures, [0, 1, 2, 0], [0, 0, 1, 0]), new Extend(Extension.Reflect, [0, 4, 2, 0], [0, 4, 1, 0]).Apply(pictures),
            new Fold(Extension.Circular, [0, 4, 2, 0], [0, 4, 1, 0]).Apply(pictures), Sum(pictures), new SumTo([3]).Apply(pictures), new SumTo([2, 1, 17, 1]).Apply(pictures),
            BroadcastTo(bias, [5, 8]), BroadcastTo(Reshape(bias, [8, 1]), [8, 3]) / 3, Reshape(pictures, [2, 1020]), new Gate().Apply(pictures, pictures - 1), -Square(pictures),
        ];
        yield return ("shaping", Plan.Compile(new Function([pictures, bias], shaped)));

        Expr maxima = MaxPool(hidden, new PoolingOptions([3, 2]) { Stride = [2, 2], Before = [1, 0] }), means = AveragePool(hidden, new PoolingOptions([2, 2]) { CeilMode = true });
        Expr small = DepthToSpace(Slice(means, [0, 0, 0, 0], [2, 4, 3, 8], [1, 2, 2, 1]), 2);
        Expr mixed = Concatenate(3, Slice(maxima, 2, 0, 6), Slice(Resize(means, maxima.Shape[1], 9), 2, 1, 6), Resize(small, maxima.Shape[1], 6));
        Expr columns = Transpose(Gather(Reshape(first, [27, 8]), [.. Enumerable.Range(2, 18)], 0), [1, 0]);
        Expr scores = MatrixProduct(Reshape(mixed, [2, maxima.Shape[1] * 6, 18]), Transpose(columns)), squares = MatrixProduct(scores, Transpose(scores, [0, 2, 1]));
        yield return ("structure", Plan.Compile(new Function([pictures, first, bias], [scores, squares, .. Sum(Square(squares)).Gradient([pictures, first, bias])])));

        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            Expr smoothed = ConvolvePictures(first, pictures, new ConvolutionOptions(boundary) { Stride = [2, 1] });
            yield return ($"boundary {boundary}", Plan.Compile(new Function([pictures, first], [smoothed, .. Sum(Square(smoothed)).Gradient([pictures, first])])));
        }

        Variable large = new("large", [3, 20000]);
        yield return ("long vectors", Plan.Compile(new Function([large], [Sum(large), new SumTo([20000]).Apply(large * large), Relu(large) * 3 - large])));
    }

    private static Tensor<double> Counting(Shape shape, int from) => new(shape, [.. Enumerable.Range(from, shape.Size).Select(number => (double)number)]);

    private static PlanSession<double> Bound(Plan plan, params Tensor<double>[] values)
    {
        PlanSession<double> session = new(plan);
        for (int i = 0; i < values.Length; i++)
        {
            session.Bind(i, values[i].Memory);
        }

        return session;
    }
}
