using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using CsCheck;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Execution;

/// <summary>
/// Whatever a plan does to a graph (simplify, merge, fuse, change layouts, share memory), the values stay those of the plainest interpreter.
/// The numbers are whole and small, so that no order of summation rounds: the values are compared for equality.
/// </summary>
public class PlanTests
{
    private const int Graphs = 300;

    private static readonly Gen<int[]> Programs = Gen.Int[0, 1 << 20].Array[1, 25];

    [Fact]
    public void Many_channels_stay_interleaved_and_wide_pictures_of_few_are_planar()
    {
        Variable pictures = new("y", [4, 14, 14, 32]), first = new("a", [3, 3, 32, 64]), second = new("b", [3, 3, 64, 64]);
        Expr loss = SumOfSquares(MaxPool(Relu(CorrelatePictures(second, Relu(CorrelatePictures(first, pictures)))), new PoolingOptions([2, 2])));
        string many = Plan.Compile(new Function([pictures, first, second], [loss, .. loss.Gradient([pictures, first, second])])).ToString();
        Assert.DoesNotContain("planar", many, StringComparison.Ordinal);

        Variable wide = new("y", [1, 256, 256, 3]), few = new("a", [3, 3, 3, 8]), last = new("b", [3, 3, 8, 1]);
        string planar = Plan.Compile(new Function([wide, few, last], [CorrelatePictures(last, Relu(CorrelatePictures(few, wide)))])).ToString();
        Assert.Equal(1, planar.Split("interleaved to planar").Length - 1);
        Assert.DoesNotContain("planar to interleaved", planar, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_those_of_the_interpreter() => Programs.Sample(
        program =>
        {
            RandomGraph graph = RandomGraphs.Build(program);
            Agrees(graph, [graph.Nodes[^1]]);
        },
        iter: Graphs);

    [Fact]
    public void Every_intermediate_can_be_an_output_too() => Programs.Sample(
        program =>
        {
            // Many values live at once: if two shared memory, one would be wrong.
            RandomGraph graph = RandomGraphs.Build(program);
            Agrees(graph, [.. graph.Nodes]);
        },
        iter: Graphs);

    [Fact]
    public void Some_intermediates_live_on() => Programs.Sample(
        program =>
        {
            RandomGraph graph = RandomGraphs.Build(program);
            Agrees(graph, [.. graph.Nodes.Where((_, i) => i % 3 == program.Length % 3), graph.Nodes[^1]]);
        },
        iter: Graphs);

    [Fact]
    public void Gradients_are_those_of_the_interpreter() => Programs.Sample(
        program =>
        {
            RandomGraph graph = RandomGraphs.Build(program);
            Expr loss = Sum(graph.Nodes[^1] * graph.Nodes[^1]);
            Agrees(graph, [loss, .. loss.Gradient(graph.Variables)]);
        },
        iter: Graphs);

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits() => Programs.Sample(
        program =>
        {
            RandomGraph graph = RandomGraphs.Build(program);
            Expr loss = Sum(graph.Nodes[^1] * graph.Nodes[^1]);
            SameBits(graph, Plan.Compile(new Function(graph.Variables, [.. graph.Nodes, loss, .. loss.Gradient(graph.Variables)])));
        },
        iter: 60);

    [Fact]
    public void Only_one_number_a_channel_is_a_bias()
    {
        // Three rows, three columns, three channels: each of these has three or one numbers, and only the first is fused.
        Variable pictures = new("p", [1, 5, 5, 2]), kernel = new("k", [3, 3, 2, 3]);
        Shape[] added = [[3], [3, 1], [3, 1, 1], [1, 3, 1, 1], [1], Shape.Scalar, [1, 1, 1, 3]];
        foreach (Shape shape in added)
        {
            Variable term = new("t", shape);
            Expr sum = CorrelatePictures(kernel, pictures) + term;
            Variable[] variables = [pictures, kernel, term];
            Random random = new(9);
            RandomGraph graph = new(variables, [.. variables.Select(variable => RandomTensors.Whole(random, variable.Shape))], [sum, Relu(sum)]);
            Agrees(graph, [sum]);
            Agrees(graph, [Relu(sum)]);
            Agrees(graph, [sum, Relu(sum)]);
        }
    }

    private static void Agrees(RandomGraph graph, Expr[] outputs)
    {
        Tensor<double>[] expected = Interpreter.Evaluate(outputs, graph.Bindings);
        Plan plan = Plan.Compile(new Function(graph.Variables, outputs));
        PlanSession<double> session = Bound(plan, graph.Values);

        // Twice: a second run must not see what the first left behind.
        for (int run = 0; run < 2; run++)
        {
            session.Run(WorkerPool.Serial);
            for (int i = 0; i < outputs.Length; i++)
            {
                double scale = 1 + Vectors.Largest(expected[i]);
                Assert.True(
                    Vectors.Distance(expected[i], session.CopyOutput(i)) <= 1e-12 * scale, $"Output {i}, {outputs[i]}, of {graph} differs in run {run}.\n{plan}");
            }
        }
    }

    private static void SameBits(RandomGraph graph, Plan plan)
    {
        PlanSession<double> first = Bound(plan, [.. graph.Values.Select(value => Vectors.Map(value, entry => entry / 3))]);
        first.Run(WorkerPool.Serial);
        foreach (int threads in new[] { 2, 3 })
        {
            PlanSession<double> other = Bound(plan, [.. graph.Values.Select(value => Vectors.Map(value, entry => entry / 3))]);
            using WorkerPool workers = new(threads);
            other.Run(workers);
            for (int i = 0; i < plan.Function.Outputs.Count; i++)
            {
                Assert.True(first.Output(i).SequenceEqual(other.Output(i)), $"Output {i} of {graph} differs with {threads} threads.");
            }
        }
    }

    private static PlanSession<double> Bound(Plan plan, IReadOnlyList<Tensor<double>> values)
    {
        PlanSession<double> session = new(plan);
        for (int i = 0; i < values.Count; i++)
        {
            session.Bind(i, values[i].Memory);
        }

        return session;
    }
}
