import './styles/page.css';
import { mountConsole } from './mount.tsx';

const element = document.getElementById('console');
if (element) mountConsole(element);
